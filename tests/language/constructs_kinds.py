"""Conversions, strong zeros and known traps: the constructs and the programs that show them."""

CONVERSIONS = {
    "`float(x)`, which stays active": "float_used numbers_of_an_array float64_called",
    "`x.item()`, which stays active": "item_of_elements item_inside item_of_zero_dimensional",
    "`x.tolist()`, which stays active": "tolist_used nested_tolist nested_lists_of_an_array",
    "`complex`": "complex_used complex_of_one",
    "`abs`": "abs_used abs_of_number",
    "`round`": "round_used round_arr rounded",
    "`divmod`": "divmod_used divmod_arr divmod_and_remainder",
    "`//`": "floor_and_mod rounded floor_of_arrays",
    "`%`": "floor_and_mod floor_and_remainder",
    "`pow` with two arguments": "pow_of_two pow_with_a_modulus power_forms",
    "integers to a power of run time, an integer or a float": "alternating_series array_scaled_by_a_power_of_two "
    "powers_of_ten_with_a_sign place_at_a_power sizes_that_are_powers size_of_a_power_known_at_run_time "
    "integers_of_powers series_with_factorials subsets_by_bits indices_times_a_power "
    "greatest_of_an_integer_and_a_float",
    "`pow` with three arguments": "pow_of_three pow_with_a_modulus",
    "`int(x)`: zero almost everywhere": "whole_parts interpolation_by_int",
    "`np.floor`, `math.floor`, `astype(int)`: zero almost everywhere": "floor_of_arrays astype_int math_trunc",
    "linear interpolation by `i = int(t)`": "interpolated interpolation_by_int interpolated_table interpolated_array",
    "`bool(x)`, `if x`": "bool_used bool_of_active",
    "`len`": "len_used len_and_shape",
    "`isinstance`": "isinstance_of_array isinstance_of_number isinstance_float",
    "`type(x) is`": "type_is type_of_number",
    "`is None`": "is_none_used none_argument",
    "`in` on active values": "in_list_used in_active_values",
    "np.float32 stays float32": "float32_kept float32_array",
    "a Python float stays a float": "language/test_kinds.py/test_a_float_stays_a_float",
    "arrays without axes stay arrays": "zero_dimensional array_without_axes array_without_axes_written "
    "language/test_kinds.py/test_an_array_without_axes_stays_an_array",
    "complex intermediates": "complex_intermediate complex_poly complex_array",
    "real numbers among complex ones": "complex_number_appended lists_of_two_kinds_added list_that_becomes_complex "
    "fourier_transform_of_a_list",
    "texts that loops rewrite, join and read; `re`": "turtle_of_a_rewritten_text text_rewritten_by_rules "
    "text_joined_of_a_list_in_a_loop name_that_changes words_of_a_formula",
    "empty arrays": "empty_array empty_matrix empty_intermediate",
}

STRONG_ZEROS = {
    "`np.where(x > 0, np.sqrt(x), 0.0)` at 0 and below": "zeros/sqrt_under_where",
    "`log` under a mask": "zeros/log_under_where zeros/product_under_where",
    "`1/x` under a mask": "zeros/quotient_under_where zeros/both_branches zeros/intermediate_used_twice",
    "`x**p` under a mask": "zeros/power_under_where zeros/power_of_itself_under_where",
    "`arcsin` under a mask": "zeros/arcsin_under_where",
    "an `exp` that overflows under a mask": "zeros/overflow_under_where",
    "`np.maximum`, `np.minimum`": "zeros/maximum zeros/minimum",
    "`np.clip`": "zeros/clip",
    "`np.select`": "zeros/select",
    "masked reads": "zeros/read_by_mask zeros/mask_of_the_argument zeros/by_mask_of_rows zeros/smallest_of_slice",
    "masked writes": "zeros/overwritten_by_mask zeros/cut_by_mask zeros/written_by_mask",
    "slices of what is infinite elsewhere: `np.sqrt(x)[1:]`": "zeros/sliced zeros/sliced_two_deep zeros/sliced_twice "
    "zeros/sliced_product zeros/sliced_reciprocal zeros/sliced_power zeros/sliced_arcsin zeros/sliced_overflow "
    "zeros/sliced_and_read zeros/sliced_under_where zeros/differences_of_slice zeros/in_a_helper",
    "elements of it": "zeros/elements zeros/many_elements",
    "arrays of integers: `np.sqrt(x)[[2, 3]]`": "zeros/by_integers zeros/by_argsort zeros/by_list zeros/by_grid "
    "zeros/by_triangle zeros/block_of_quotients",
    "masks as indices: `np.nonzero`, `np.flatnonzero`, `np.where(m)`, `np.compress`, `np.take`": "zeros/by_nonzero "
    "zeros/by_flatnonzero zeros/by_where zeros/compressed zeros/taken",
    "elements that `np.delete` takes out": "zeros/deleted",
    "parts read after a reshape, a transpose or a join": "zeros/reshaped zeros/transposed zeros/columns "
    "zeros/sliced_backwards zeros/concatenated zeros/stacked",
    "writes by slices, integers and `np.put` over what is infinite": "zeros/overwritten_by_slice "
    "zeros/written_by_slice zeros/overwritten_by_values "
    "zeros/overwritten_by_integers zeros/overwritten_by_elements zeros/overwritten_by_put",
    "`np.fill_diagonal`, with `np.inf` too": "zeros/diagonal_overwritten zeros/diagonal_overwritten_by_indices "
    "zeros/diagonal_infinite",
    "values that the path does not use": "zeros/branch_at_infinity zeros/chosen_number zeros/two_branches "
    "zeros/branch_of_arrays zeros/branch_of_sums zeros/nested_branches zeros/chain_of_branches zeros/early_return "
    "zeros/quotient_not_used zeros/used_by_neither zeros/norm_not_used zeros/sum_not_used zeros/returned_from_a_helper",
    "entries and names that are None first": "zeros/entry_none_first zeros/entry_none_first_in_a_loop "
    "zeros/name_none_first zeros/entry_not_used",
    "runs that leave elements out": "zeros/runs_left_out zeros/runs_continued zeros/runs_broken_off "
    "zeros/range_of_a_part zeros/computed_in_the_run zeros/rows_left_out zeros/numbered_rows_left_out "
    "zeros/pairs_left_out zeros/generated zeros/collected zeros/pairs_of_distances zeros/pairs_of_others "
    "zeros/logarithms_in_range",
    "each of these masks over each of these functions": "language/test_masks.py/test_masked",
    "`where=` of ufuncs": "zeros/ufunc_where",
    "`np.choose`, and what `np.trace` does not read": "zeros/chosen zeros/traced_beside",
    "`np.copyto` under a mask, `x[:] = np.where(...)`": "zeros/copied_under_mask zeros/whole_under_where",
    "under a mask in a loop": "zeros/masked_in_a_loop_of_writes zeros/masked_in_a_loop zeros/masked_again_and_again",
    "two operations deep": "zeros/two_deep zeros/nested_where zeros/used_after_where",
    "`norm`, `std`, `hypot` at 0": "language/test_strong_zeros.py/test_norm_std_and_hypot_at_zero",
    "no guard in the text of code without masks": "golden/test_text.py/test_code_without_masks_has_no_guard",
}

TRAPS = {
    "a constant array changed after it was used": "constant_mutated_after_use argument_mutated_after_use",
    "`isinstance(x, np.ndarray)` that decides a branch": "isinstance_decides isinstance_of_number_decides",
    "`x.item()` inside the computation": "item_inside",
    "`np.full_like(a, x)` and `np.full` with active `x`": "full_like_active full_active full_like",
    "`np.sum(x, where=mask)`": "sum_where mean_where",
    "`x.sort()` in place": "sorted_in_place",
    "a cached derivative after a global changed": "language/test_traps.py/test_global_changed_between_calls "
    "language/test_traps.py/test_global_array_mutated_between_calls",
    "a cached derivative after a closure cell changed": "language/test_traps.py/test_cell_changed_between_calls",
    "a cached derivative after a helper function changed": "language/test_traps.py/test_helper_replaced_between_calls",
    "a cached derivative after an argument's type, a list's length, an array's layout changed": "language/"
    "test_traps.py/test_types_lengths_and_layouts_changed_between_calls",
    "a branch `a == -np.inf`": "equals_minus_infinity minus_infinity",
    "such a branch where it is taken and `a` has an infinite derivative": "language/test_traps.py/"
    "test_branch_at_minus_infinity",
    "`while` whose condition depends on an active value": "while_on_active while_norm",
    "`break` inside `try`": "break_inside_try break_before_finally",
    "two views of one array written in turn": "two_views_in_turn one_of_two_views",
    "a tape entry that is an array written later": "tape_entry_written_later one_buffer_appended",
    "a loop variable captured by lambdas": "loop_variable_in_lambdas loop_variable_in_defaults "
    "active_loop_variable_in_lambdas",
    "an exception half-way through the forward sweep, then a second call": "language/test_traps.py/"
    "test_exception_half_way_then_a_second_call",
}

REFUSED = {
    "an array outside that is written, and of which a view from outside is read": "view_outside_read "
    "attribute_outside_is_a_view array_of_a_default_written_outside",
    "a variable that is read before it is assigned": "read_before_it_is_assigned",
    "a variable that is a float on one path and a function on another": "number_or_function",
    "a function in a tuple in a list, found at run time": "function_found_at_run_time",
    "an axis or order that is computed at run time": "axis_of_run_time",
    "a write through `np.split`": "written_through_split",
    "a write through `np.asarray`, or through `x.astype(float, copy=False)`": "written_through_asarray "
    "conversion_that_may_be_the_array_written",
    "arrays written before what a function without a rule, `np.ix_` or an array of objects made of them is read": (
        "trimmed_zeros_of_what_changes mesh_of_indices_that_change method_of_arrays_by_its_slot "
        "array_in_an_array_of_objects_written"
    ),
    "a write through a list of rows": "rows_in_a_list_written rows_of_an_extended_list_written "
    "rows_of_a_copied_list_written rows_of_a_display_written",
    "a write to the row that `max` or `sorted` picks": "largest_row_written",
    "a write through `as_strided`": "written_through_strides",
    "a write to an array that is in a list more than once, it is not known where": "array_repeated_and_written",
    "`finally` in the body of a `try` whose handlers read what it changed": "finally_in_a_try_that_handles",
    "`finally` that is left by `return`, `break` or `continue`": "return_in_finally",
    "`finally` that needs a value of the body": "finally_needs_the_body",
    "an `__exit__` that looks at the exception": "exit_looks_at_the_exception",
    "a key that is put into an argument and known only at run time": "key_added_to_an_argument",
    "a dict with keys of run time inside another container": "nested_default",
    "what is differentiated as a key of a dict": "active_keys",
    "what is differentiated in a set": "active_in_set",
    "a set made of what is differentiated": "set_of_list_active",
    "a `Counter`": "counter",
    "a tuple with elements of many kinds that grows in a loop whose number of runs is not known": (
        "tuple_of_many_kinds_that_grows"
    ),
    "`itertools.accumulate` that is not given to `list` or the like": "running_sum_written_meanwhile",
    "`itertools.chain` of what has a length of run time": "chained_arrays",
    "a generator that is given a name": "generator_given_a_name",
    "an iterator that is read twice": "iterator_read_twice",
    "`zip` of a `map`, whose function changes something, and what may be shorter": "mapped_once_more",
    "a generator with conditions in `zip` or `enumerate`, over which a loop runs that changes what it reads": (
        "filtered_between_the_runs"
    ),
    "an element of a tuple that is assigned": "tuple_element_changed",
    "an array that a tuple of a loop or of a path holds, too, written": (
        "tuple_made_in_a_loop_beside_its_array tuple_of_one_path_beside_its_array"
    ),
    "a list, or an array given to a `key`, that is written while its elements are used": (
        "list_written_while_it_is_mapped keys_that_write"
    ),
    "a generator given to `reduce` with a function that changes something": "generator_given_to_a_reduction_that_acts",
    "`+=` of a list and what may be an array, or of a list of arrays with other names and an array": (
        "list_extended_by_a_list_or_an_array array_added_to_a_list_of_places"
    ),
    "a list that its list holds twice, made longer": "row_held_twice_extended",
    "a list, dict or object that an assignment to several elements puts at a second place, changed": (
        "rows_shifted_by_two_targets row_copied_beside_a_number three_rows_at_indices_of_run_time "
        "rows_of_an_argument_shifted attributes_of_one_object"
    ),
    "a list, dict or object that is put into a list or dict a second time, changed": (
        "new_row_at_two_places new_row_appended_twice new_row_at_both_ends popped_row_at_two_places "
        "extended_by_one_row_twice new_row_under_two_keys row_found_under_another_key polygon_closed_and_moved "
        "slice_replaced_by_the_first_row best_row_kept_twice row_of_a_copied_list_put_back "
        "rows_appended_by_a_loop_to_a_slice repeated_list_turned_round one_row_mapped_to_all "
        "neighbours_zipped_and_written"
    ),
    "an array of a tuple that is put into a list or an attribute, written": (
        "array_of_a_stored_tuple_written array_of_a_tuple_in_an_attribute_written arrays_of_kept_tuples_written"
    ),
    "an argument that the function inside of a derivative changes, read later": (
        "argument_changed_inside_of_a_derivative"
    ),
    "an object that a copy of a list shares, changed": "object_of_a_copied_list_changed",
    "elements of a tuple that are swapped in a loop and changed": "elements_of_a_tuple_swapped",
    "an array that a tuple has at an index of run time, written": "array_out_of_a_tuple_written",
    "`+=` of an array whose type is known only at run time": "array_of_unknown_type_with_two_names",
    "a linked list that is made longer at its end": "linked_list_grown_at_its_end",
    "an object chosen out of a list and written, where the list is read again": "chosen_object_written",
    "`pop` in an operand that may not run": "pop_in_an_operand_that_may_not_run",
    "an object of a class with `__new__` or a metaclass, made inside the function": "object_of_a_class_with_new",
    "`out=` of a function without a rule, by keyword or in its position": "writes_by_the_out_of_a_draw "
    "draws_put_into_an_array",
    "`overwrite_x=True` and its like": "argument_that_a_transform_may_overwrite",
    "`shuffle` of an array or a list": "shuffled_by_a_generator",
    "a function without a rule and without Python source": "function_without_a_rule",
    "an active value given to a method of an object of which nothing is known": "active_value"
    "_given_to_an_unknown_method",
    "a key that a loop adds to a dict whose first keys are there, read by `values()` meanwhile": (
        "key_added_by_a_function_in_a_loop"
    ),
    "an array that a recursive function gives back twice, or beside a view of it, written": (
        "array_returned_twice_written array_returned_beside_its_view_written"
    ),
    "a view of a view in each run of a loop, written": "view_of_a_view_in_each_run",
    "a function with a cache that reads what changes, changes something, or whose result is written": (
        "cached_and_what_it_reads_changes cached_and_changes_something cached_and_its_result_is_written"
    ),
    "a function with a cache that is given an object which changes": (
        "cached_and_the_object_it_is_given_changes cached_and_the_object_of_a_recursion_changes "
        "cached_and_the_object_in_a_tuple_changes cached_and_the_object_changes_in_a_loop "
        "cached_and_the_object_changes_by_its_place_in_a_list"
    ),
    "a function with a cache that is given a function, or reads an array of the module, which change": (
        "cached_and_the_function_it_is_given_reads_what_changes cached_and_an_array_of_the_module_changes"
    ),
    "a recursive function that changes an argument which it also reads by its name outside": (
        "recursion_reads_what_it_changes recursion_reads_a_list_it_changes recursion_reads_an_entry_it_changes "
        "recursion_reads_an_attribute_it_changes"
    ),
    "what a recursive function gives back of what is around it, if one of the two is written": (
        "array_around_returned_and_written array_around_written_after_its_view_is_returned "
        "array_around_returned_in_a_list_that_is_indexed list_around_returned_and_extended "
        "object_around_returned_and_changed array_of_the_module_returned_and_written "
        "result_of_a_cache_passed_on_and_written"
    ),
    "a recursive function that is given a list, dict or object and an element of it, and changes the element": (
        "list_given_with_a_row_of_it_and_the_row_written row_given_of_a_list_around_that_is_written "
        "object_given_with_an_attribute_that_is_written list_in_a_list_given_with_it_and_extended "
        "row_given_and_written_of_a_list_given_and_around attribute_given_back_beside_a_number_that_changes"
    ),
    "an array of the module that another name may mean, too, written": "array_of_the_module_by_two_names_written",
    "a recursive function that changes a global, a list in a tuple or which array a variable around it is, and "
    "restores that": (
        "global_restored_by_a_recursion list_in_a_tuple_restored_by_a_recursion array_around_restored_by_a_recursion"
    ),
    "recursion that passes tuples in tuples, deeper each time": "pairs_in_pairs_passed",
    "recursion that passes a function which calls the one it was passed": "continuation_passed",
    "`global` of a variable that is assigned": "global_assigned",
    "`nonlocal` of a variable of a function around the differentiated one": "variable_around_assigned",
    "a function that is made in some run of a loop, called behind it": "function_of_some_run",
    "`del` of a variable that an inner function assigns": "shared_variable_deleted",
    "assigning to an attribute of a class": "attribute_of_a_class_assigned",
    "one object twice in a list, changed": "object_twice_in_a_list",
    "`exec`, `eval`, `locals`": "executed_text",
}
