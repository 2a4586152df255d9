"""Derivative rules: tables that one reads at a glance, one file per topic."""
