"""Runs commands as a user does, and checks the one screen of an error."""

from click.testing import CliRunner

from s2sad import cli


def run(*arguments):
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments])


def refused(*arguments):
    """The one screen of an error: status 2, nothing on stdout, no traceback."""
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert len(result.stderr.splitlines()) <= 12
    return result.stderr
