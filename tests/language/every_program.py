"""All programs of these tests, and which of them are refused."""

from __future__ import annotations

from .programs import Program
from .programs_array_functions import ARRAY_FUNCTIONS
from .programs_assignments import ASSIGNMENTS
from .programs_attempts import ATTEMPTS
from .programs_attributes import ATTRIBUTES
from .programs_blocks import BLOCKS
from .programs_branches import BRANCHES
from .programs_buffers import BUFFERS
from .programs_caches import CACHES
from .programs_callables import CALLABLES
from .programs_calls import CALLS
from .programs_carried import CARRIED
from .programs_changed_on_paths import CHANGED_ON_PATHS
from .programs_changing_kinds import CHANGING_KINDS
from .programs_chosen_functions import CHOSEN_FUNCTIONS
from .programs_classes import CLASSES
from .programs_closures import CLOSURES
from .programs_combinations import COMBINATIONS
from .programs_composed import COMPOSED
from .programs_comprehensions import COMPREHENSIONS
from .programs_containers import CONTAINERS
from .programs_conversions import CONVERSIONS
from .programs_dict_entries import DICT_ENTRIES
from .programs_dicts import DICTS
from .programs_draws import DRAWS
from .programs_evaluation_order import EVALUATION_ORDER
from .programs_exits import EXITS
from .programs_extremes import EXTREMES
from .programs_for_loops import FOR_LOOPS
from .programs_functional import FUNCTIONAL
from .programs_growing_and_read import GROWING_AND_READ
from .programs_growing_lists import GROWING_LISTS
from .programs_growing_tuples import GROWING_TUPLES
from .programs_grown_and_left import GROWN_AND_LEFT
from .programs_handed_on import HANDED_ON
from .programs_held_functions import HELD_FUNCTIONS
from .programs_held_twice import HELD_TWICE
from .programs_in_place import IN_PLACE
from .programs_integers_or_floats import INTEGERS_OR_FLOATS
from .programs_keyed import KEYED
from .programs_keyed_uses import KEYED_USES
from .programs_kinds import KINDS
from .programs_lambdas import LAMBDAS
from .programs_linked import LINKED
from .programs_list_elements import LIST_ELEMENTS
from .programs_list_operators import LIST_OPERATORS
from .programs_lists import LISTS
from .programs_lists_of_places import LISTS_OF_PLACES
from .programs_long_tuples import LONG_TUPLES
from .programs_made_one_by_one import MADE_ONE_BY_ONE
from .programs_mixed import MIXED
from .programs_moved_elements import MOVED_ELEMENTS
from .programs_names import NAMES
from .programs_nested_sums import NESTED_SUMS
from .programs_objects import OBJECTS
from .programs_optional import OPTIONAL
from .programs_outside import OUTSIDE
from .programs_overloads import OVERLOADS
from .programs_parts_of_parts import PARTS_OF_PARTS
from .programs_passed_round import PASSED_ROUND
from .programs_powers import POWERS
from .programs_protected import PROTECTED
from .programs_read_before_assigned import READ_BEFORE_ASSIGNED
from .programs_real_among_complex import REAL_AMONG_COMPLEX
from .programs_records import RECORDS
from .programs_recursion_around import RECURSION_AROUND
from .programs_recursion_grows import RECURSION_GROWS
from .programs_recursion_in_place import RECURSION_IN_PLACE
from .programs_recursion_reads import RECURSION_READS
from .programs_recursion_restores import RECURSION_RESTORES
from .programs_recursion_shared import RECURSION_SHARED
from .programs_recursion_with_lists import RECURSION_WITH_LISTS
from .programs_refused import REFUSALS
from .programs_rewritten import REWRITTEN
from .programs_rows import ROWS
from .programs_same_or_new import SAME_OR_NEW
from .programs_selected import SELECTED
from .programs_selections import SELECTIONS
from .programs_sets import SETS
from .programs_shared_elements import SHARED_ELEMENTS
from .programs_steps import STEPS
from .programs_stored_arrays import STORED_ARRAYS
from .programs_texts import TEXTS
from .programs_traps import TRAPS
from .programs_views import VIEWS
from .programs_while_loops import WHILE_LOOPS
from .programs_writes import WRITES
from .programs_written_partly import WRITTEN_PARTLY

REFUSED_TWICE = {"views_written_of_what_is_not_read"}
"""Programs of which only first derivatives are supported."""

REFUSED = {
    "linked_list_grown_at_its_end",
    "view_outside_read",
    "array_of_a_default_written_outside",
    "attribute_outside_is_a_view",
    "list_outside_is_in_a_dict",
    "chosen_object_written",
    "running_sum_written_meanwhile",
    "list_written_while_it_is_mapped",
    "keys_that_write",
    "generator_given_to_a_reduction_that_acts",
    "row_held_twice_extended",
    "list_extended_by_a_list_or_an_array",
    "array_added_to_a_list_of_places",
    "tuple_made_in_a_loop_beside_its_array",
    "tuple_of_one_path_beside_its_array",
    "argument_changed_inside_of_a_derivative",
    "object_of_a_copied_list_changed",
    "elements_of_a_tuple_swapped",
    "array_out_of_a_tuple_written",
    "array_of_unknown_type_with_two_names",
    "array_written_under_its_windows",
    "windows_written",
    "windows_scaled",
    "read_only_on_one_path_written",
    "array_of_its_own_dtype_written",
    "integers_of_their_own_dtype_written",
    "integers_divided_in_place",
    "times_the_imaginary_unit_in_place",
    "imaginary_result_put_into_floats",
    "sum_put_into_an_array_with_axes",
    "number_filled",
    "buffer_filled_by_a_generator",
    "flat_assigned_from_a_part_of_itself",
    "flat_given_a_name",
    "flat_by_no_index",
    "lists_nested_too_deeply",
    "mapped_once_more",
    "filtered_between_the_runs",
    "tuple_element_changed",
    "active_in_set",
    "active_keys",
    "counter",
    "chained_arrays",
    "array_returned_twice_written",
    "array_returned_beside_its_view_written",
    "recursion_reads_what_it_changes",
    "view_of_a_view_in_each_run",
    "key_added_by_a_function_in_a_loop",
    "cached_and_what_it_reads_changes",
    "cached_and_changes_something",
    "cached_and_its_result_is_written",
    "cached_and_the_object_it_is_given_changes",
    "cached_and_the_object_of_a_recursion_changes",
    "cached_and_the_object_in_a_tuple_changes",
    "cached_and_the_object_changes_in_a_loop",
    "cached_and_the_object_changes_by_its_place_in_a_list",
    "cached_and_the_function_it_is_given_reads_what_changes",
    "cached_and_an_array_of_the_module_changes",
    "recursion_reads_a_list_it_changes",
    "recursion_reads_an_entry_it_changes",
    "recursion_reads_an_attribute_it_changes",
    "list_given_with_a_row_of_it_and_the_row_written",
    "row_given_of_a_list_around_that_is_written",
    "object_given_with_an_attribute_that_is_written",
    "list_in_a_list_given_with_it_and_extended",
    "row_given_and_written_of_a_list_given_and_around",
    "attribute_given_back_beside_a_number_that_changes",
    "array_around_returned_and_written",
    "array_around_written_after_its_view_is_returned",
    "array_around_returned_in_a_list_that_is_indexed",
    "list_around_returned_and_extended",
    "object_around_returned_and_changed",
    "array_of_the_module_returned_and_written",
    "array_of_the_module_by_two_names_written",
    "result_of_a_cache_passed_on_and_written",
    "global_restored_by_a_recursion",
    "list_in_a_tuple_restored_by_a_recursion",
    "array_around_restored_by_a_recursion",
    "pairs_in_pairs_passed",
    "continuation_passed",
    "nested_default",
    "set_of_list_active",
    "finally_needs_the_body",
    "state_written_that_an_object_keeps",
    "same_array_mapped_and_written",
    "same_array_in_each_entry_written",
    "another_name_written_in_try",
    "named_inside_of_what_raises",
    "scaled_by_what_is_named_and_raises",
    "popped_until_it_raises",
    "finally_in_a_try_that_handles",
    "return_in_finally",
    "exit_looks_at_the_exception",
    "active_value_given_to_an_unknown_method",
    "key_added_to_an_argument",
    "generator_given_a_name",
    "iterator_read_twice",
    "pop_in_an_operand_that_may_not_run",
    "array_repeated_and_written",
    "shared_fields_written",
    "object_in_itself",
    "object_twice_in_a_list",
    "read_before_it_is_assigned",
    "number_or_function",
    "function_found_at_run_time",
    "axis_of_run_time",
    "written_through_split",
    "written_through_asarray",
    "conversion_that_may_be_the_array_written",
    "mesh_of_indices_that_change",
    "trimmed_zeros_of_what_changes",
    "method_of_arrays_by_its_slot",
    "argument_that_a_transform_may_overwrite",
    "draws_put_into_an_array",
    "array_in_an_array_of_objects_written",
    "rows_in_a_list_written",
    "diagonal_written",
    "object_of_a_class_with_new",
    "function_without_a_rule",
    "global_assigned",
    "attribute_of_a_class_assigned",
    "variable_around_assigned",
    "tuple_of_many_kinds_that_grows",
    "generator_given_to_array",
    "array_indexed_by_a_long_tuple",
    "zip_of_rows_of_an_array",
    "number_that_becomes_an_array_and_is_written",
    "executed_text",
    "rows_of_an_extended_list_written",
    "rows_of_a_copied_list_written",
    "rows_of_a_display_written",
    "largest_row_written",
    "written_through_strides",
    "active_into_integers",
    "active_into_booleans",
    "flat_assigned_from_itself",
    "writes_by_the_out_of_a_draw",
    "shuffled_by_a_generator",
    "shared_variable_deleted",
    "function_of_some_run",
    "raised_behind_the_write_of_a_method",
    "written_in_an_inner_finally",
    "written_by_an_inner_with",
    "arrays_of_kept_tuples_written",
    "rows_shifted_by_two_targets",
    "row_copied_beside_a_number",
    "three_rows_at_indices_of_run_time",
    "rows_of_an_argument_shifted",
    "attributes_of_one_object",
    "new_row_at_two_places",
    "new_row_appended_twice",
    "new_row_at_both_ends",
    "popped_row_at_two_places",
    "extended_by_one_row_twice",
    "new_row_under_two_keys",
    "row_found_under_another_key",
    "polygon_closed_and_moved",
    "slice_replaced_by_the_first_row",
    "best_row_kept_twice",
    "row_of_a_copied_list_put_back",
    "rows_appended_by_a_loop_to_a_slice",
    "repeated_list_turned_round",
    "one_row_mapped_to_all",
    "neighbours_zipped_and_written",
    "array_of_a_stored_tuple_written",
    "array_of_a_tuple_in_an_attribute_written",
}
"""Programs that a located error refuses: support may be added, a wrong number may not."""

PROGRAMS: list[Program] = [
    *ARRAY_FUNCTIONS,
    *ASSIGNMENTS,
    *BRANCHES,
    *BLOCKS,
    *PROTECTED,
    *ATTEMPTS,
    *STEPS,
    *WRITTEN_PARTLY,
    *FOR_LOOPS,
    *CARRIED,
    *WHILE_LOOPS,
    *EXITS,
    *WRITES,
    *PASSED_ROUND,
    *RECURSION_AROUND,
    *RECURSION_IN_PLACE,
    *RECURSION_GROWS,
    *RECURSION_READS,
    *RECURSION_SHARED,
    *RECURSION_RESTORES,
    *RECURSION_WITH_LISTS,
    *IN_PLACE,
    *ROWS,
    *PARTS_OF_PARTS,
    *NESTED_SUMS,
    *VIEWS,
    *HANDED_ON,
    *BUFFERS,
    *SAME_OR_NEW,
    *SELECTED,
    *SELECTIONS,
    *CONTAINERS,
    *LONG_TUPLES,
    *GROWING_LISTS,
    *GROWING_AND_READ,
    *GROWING_TUPLES,
    *GROWN_AND_LEFT,
    *CHANGED_ON_PATHS,
    *EVALUATION_ORDER,
    *EXTREMES,
    *DRAWS,
    *REWRITTEN,
    *READ_BEFORE_ASSIGNED,
    *MOVED_ELEMENTS,
    *HELD_FUNCTIONS,
    *HELD_TWICE,
    *LIST_ELEMENTS,
    *LIST_OPERATORS,
    *COMPREHENSIONS,
    *DICT_ENTRIES,
    *CACHES,
    *CALLS,
    *CLOSURES,
    *LAMBDAS,
    *NAMES,
    *LINKED,
    *LISTS,
    *LISTS_OF_PLACES,
    *DICTS,
    *INTEGERS_OR_FLOATS,
    *KEYED,
    *KEYED_USES,
    *SETS,
    *SHARED_ELEMENTS,
    *CALLABLES,
    *CONVERSIONS,
    *POWERS,
    *KINDS,
    *REAL_AMONG_COMPLEX,
    *CHANGING_KINDS,
    *OBJECTS,
    *ATTRIBUTES,
    *CHOSEN_FUNCTIONS,
    *MADE_ONE_BY_ONE,
    *CLASSES,
    *COMBINATIONS,
    *TEXTS,
    *COMPOSED,
    *FUNCTIONAL,
    *OPTIONAL,
    *OUTSIDE,
    *OVERLOADS,
    *RECORDS,
    *MIXED,
    *STORED_ARRAYS,
    *TRAPS,
    *REFUSALS,
]
