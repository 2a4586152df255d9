"""Control flow and functions: the constructs and the programs that show them."""

CONTROL_FLOW = {
    "`for` over `range(n)`, `range(a, b)`, `range(a, b, c)`": "for_range_one for_range_two for_runtime_step",
    "`for` over `range` with negative steps": "for_range_negative range_len_reversed",
    "`for` over `range` of NumPy integers": "for_range_of_numpy_ints for_range_of_argmax numpy_integers",
    "`for` over `range` of run time": "for_runtime_range for_runtime_zero_range",
    "`for` over arrays, over their rows": "for_array for_rows for_rows_nested for_over_slice",
    "`for` over lists": "for_list_of_floats for_list_argument for_layers",
    "`for` over tuples": "for_over_tuple_literal for_over_constants tuple_unpacked_in_for",
    "`for` over a dict, its `.items()`, `.keys()`, `.values()`": "dict_iterated dict_items_loop keys_of_a_loop",
    "`for` over `zip`": "for_zip for_zip_three iterator_read_once",
    "`for` over `enumerate`, also with a start, also of `zip`": "for_enumerate for_enumerate_start for_enumerate_zip",
    "`for` over `reversed`": "reversed_loop reversed_list",
    "`for` over `sorted` of what is not differentiated": "sorted_inactive sorted_constants",
    "nested loops": "nested_ranges triple_nested nested_loops_with_else",
    "empty loops": "for_zero_trip nothing_to_run_over while_zero_trip",
    "`while` with a number of runs that depends on the data": "while_float while_norm if_in_while_reassigned_condition",
    "`while` whose condition calls a function": "while_with_call_condition",
    "`while True` and `break`": "while_true_break while_two_breaks while_break_before_work",
    "`break`": "break_in_for break_at_end break_never break_first break_nested break_two_levels break_in_zip",
    "`break` and `return` behind what gives a list, a dict or an array another size": "history_of_a_search "
    "history_and_return table_that_is_left stack_that_is_left gram_schmidt_that_stops array_of_other_axes",
    "`continue`": "continue_first continue_middle_break nested_continue continue_in_while",
    "`for`/`else`": "for_else_runs for_else_does_not_run nested_else return_in_a_loop_with_else",
    "`while`/`else`": "while_else try_else_finally_in_while",
    "several early returns": "early_returns constant_result_on_one_path constant_result_taken",
    "early returns in nested loops and branches": "row_returned_on_one_path_of_a_loop "
    "return_that_is_never_reached early_return_nested return_in_inner_while "
    "early_returns_of_branches_in_loops early_return_after_writes",
    "the loop variable after the loop": "loop_variable_after for_enumerate_start break_uses_element",
    "variables first assigned in a branch": "one_branch_only undefined_until_used",
    "variables first assigned in a loop": "variable_defined_in_loop_only undefined_kept_over_loops",
    "a float that becomes an array in the loop": "float_then_array zero_then_array_augmented "
    "scalar_grows_to_array float_becomes_an_array_in_a_short_loop float_becomes_an_array_in_a_long_loop",
    "an int that becomes a float or an array": "int_then_float int_then_array",
    "a tuple that grows, a function that is wrapped, in a short loop": "tuple_that_grows "
    "function_that_is_wrapped_in_a_loop nested_pairs",
    "None that becomes a number": "none_then_float attr_none_then_value number_or_none",
    "None that becomes an object or a tuple": "best_object best_named_tuple found_and_left taken_and_dropped "
    "nearest_of_spheres object_made_when_needed object_or_none_matched objects_or_none_in_lists",
    "linked lists and trees": "linked_list_walked linked_list_of_known_length linked_list_of_arrays "
    "linked_list_with_a_method linked_list_reversed tree_built_by_recursion tree_of_insertions "
    "best_with_an_optional_part",
    "None that becomes an array or a list, also written in place": "array_made_when_needed array_or_none_written "
    "array_or_none_behind_a_guard optimiser_with_state optimiser_of_a_dict layers_with_gradients "
    "list_made_when_needed list_that_is_none_first previous_of_a_pair",
    "a number that becomes an array, written in place after a number of runs that is not known": (
        "number_that_becomes_an_array_and_is_written"
    ),
    "`a if c else b`": "ternaries ternary_with_side_effect",
    "chained comparisons": "chained_comparison",
    "`and`, `or`, `not` with short circuit": "short_circuit short_circuit_side_effect or_value and_or_not",
    "`:=`": "walrus_in_a_test walrus_behind_and walrus_in_while walrus_in_a_comprehension walrus_loop",
    "`match` of literals, with guards": "match_literals match_with_guards",
    "`match` of sequences": "match_sequences match_nested match_of_what_is_no_sequence match_of_what_is_no_sequence",
    "`match` of mappings": "match_mappings",
    "`match` of classes": "match_classes",
    "`try`/`finally`": "try_finally return_before_finally break_before_finally continue_in_try finally_with_effect",
    "`try`/`except`, also with `else` and `finally`": "try_that_fails try_that_succeeds several_handlers "
    "except_and_finally bare_except raise_in_helper loop_in_try",
    "`contextlib.suppress`": "suppressed_exception suppressed_on_the_way",
    "`try` whose body writes what no handler reads": "half_written_and_not_read argument_written_in_try write_in_try",
    "`try` whose body writes what a handler reads, or what is read behind it": "half_written_and_read "
    "elements_written_before_it_raises appended_before_it_raises sum_of_a_failed_loop_read",
    "the same through another name": "another_name_written_in_try",
    "the same by `:=` inside of what raises": "named_inside_of_what_raises",
    "the same by an operation in place": "scaled_by_what_is_named_and_raises",
    "a name given by `:=` in a `try` and read only there": "named_before_the_only_read",
    "the same by a method that raises behind its write": "raised_behind_the_write_of_a_method",
    "the same by an inner `finally`": "written_in_an_inner_finally",
    "the same by an inner `with`": "written_by_an_inner_with",
    "the same by `pop` in a loop that an error ends": "popped_until_it_raises",
    "`break`, `continue`, `return` in a `try` behind what it has changed": "break_in_try_behind_assignments "
    "continue_in_try_behind_assignments return_in_try_behind_assignments several_ways_out_of_a_try",
    "`raise` in a handler, `raise ... from`": "raised_again raise_from_in_handler",
    "`with`: objects, `@contextmanager`, locks, files": "with_object_made_here with_contextmanager with_lock "
    "with_stringio with_two with_warnings_caught",
    "`with` in a loop": "with_one_object_in_a_loop with_new_objects_in_a_loop",
    "`with` that is left by `return`, `break`, `continue`": "with_return with_break with_early",
    "`with np.errstate(...)` (the reverse sweep is outside)": "errstate_around try_in_with",
    "`del` of names, elements and slices": "deleted slice_del_rt del_key",
    "`assert`, with a message": "print_and_assert assert_in_loop assert_with_message",
    "`raise`": "raise_on_one_path raise_in_else raise_in_loop_end",
    "`pass`, docstrings, annotations": "pass_and_docstring",
    "`global` that is read": "global_declared global_read globals_read",
    "`nonlocal`": "nonlocal_counter nonlocal_parameter nonlocal_loop nonlocal_array",
    "f-strings, `format`, `%`, methods of strings": "fstring_in_message fstring_with_computed_format "
    "format_and_percent str_ops",
    "grids, windows, nodes of quadratures, `np.unique` of constants": "writes_to_windows_and_nodes writes_to_grids "
    "writes_to_unique_values",
    "random numbers of NumPy (drawn once, in the order of the source)": "draws_in_a_loop draws_of_indices "
    "draws_of_an_object writes_to_what_was_drawn mean_of_a_list_with_draws",
    "`print` (once, in the forward sweep)": "printed print_and_assert",
    "logging": "logging_used logged",
    "comments, one-liners": "comments_and_one_liners",
    "assignments: chained, unpacked, swapped, augmented": "chain_assign nested_unpack tuple_swap augmented_all",
}

FUNCTIONS = {
    "nested functions": "nested_def mutual_helpers inner_function_decorated unused_function",
    "closures, their values read when they are called": "closure_late_binding closure_of_loop_value "
    "closure_reads_changed_array closure_writes_array",
    "functions held by objects, dicts and lists that change in a loop": "steps_of_a_solver solver_on_some_paths "
    "calls_counted_in_a_bisection entry_beside_a_function element_beside_a_function",
    "lambdas, also called where they are made": "global_lambdas lambda_in_a_comprehension immediate",
    "several lambdas on one line": "lambdas_on_line",
    "default arguments": "calls_helper default_from_outer defaults function_default_shares_array lambda_default",
    "keyword arguments": "keywords_reordered keywords_passed_on",
    "keyword-only and positional-only parameters": "keyword_only_parameters posonly_kwonly",
    "`*args` in definitions and calls": "star_parameters star_args star_args_outer",
    "`**kwargs` in definitions and calls": "kwargs_spread kwargs_read kwargs_forward keywords_passed_on",
    "recursion": "recursion quicksort tree_rec result_of_a_recursion_written permutations_of_a_list "
    "method_that_calls_itself_collects parser_by_recursive_descent results_written_in_the_recursion "
    "results_exchanged_and_written fft_of_a_complex_array "
    "search_tree_of_tuples",
    "recursion that changes arrays in place": "new_array_changed argument_changed merge_sort "
    "variable_changed_between_calls array_changed_between_calls chosen_array_given",
    "variables that only an earlier run of the loop has assigned": "value_of_the_run_before array_of_the_run_before "
    "product_from_the_first_run_on",
    "operands, messages and elements that are not evaluated, or later": "third_operand_not_evaluated "
    "message_not_evaluated running_total_by_walrus generator_read_step_by_step generators_in_zip lengths_checked",
    "augmented assignments that store by a method, or whose value changes the target": "stored_by_a_setter "
    "stored_by_setitem rebound_while_it_is_added_to entry_replaced_while_it_is_added_to",
    "recursion that changes lists, dicts and objects": "numbers_appended leaves_of_a_tree object_changed "
    "arrays_appended list_in_a_dict_grown taken_back two_functions_in_turn",
    "recursion that changes what is around it: lists, arrays, dicts, objects, numbers": (
        "array_filled array_filled_that_has_a_view argument_around_changed "
        "collected_by_two_functions collected_in_order_of_visits collected_by_a_callback "
        "list_behind_a_parameter_of_its_name two_lists_grow object_around_changed "
        "list_made_in_a_loop list_changed_in_each_run list_changed_in_some_runs rows_around_changed "
        "entries_around_changed quicksort_of_an_array_around name_that_means_another_list_later "
        "numbers_around_rebound memo_in_arrays towers_of_hanoi collected_before_and_after "
        "memo_in_a_dict visited_in_a_set given_as_an_argument_in_a_loop memo_of_a_recursion"
    ),
    "recursion that changes what is around it and restores it before it returns": (
        "path_taken_back number_around_restored flag_around_restored attribute_around_restored "
        "permanent_by_backtracking cycle_seen_by_a_set depth_kept_by_two_functions restored_by_the_function_it_calls "
        "read_by_a_function_around walker_that_restores"
    ),
    "recursive functions that read globals, or lists that functions hold, which change between the calls": (
        "global_changed_between_calls list_held_by_a_function_changed_between_calls"
    ),
    "attributes of what a recursive function returns, where it calls itself": (
        "transpose_of_a_result attributes_of_a_result attributes_of_an_object_returned"
    ),
    "recursion that passes longer lists, tuples and arrays": (
        "list_passed_longer tuples_passed_longer longer_list_passed_by_two_functions lists_in_a_list_passed_longer "
        "array_passed_longer permutations_collected_in_longer_lists longer_list_returned_and_written "
        "longer_until_its_length"
    ),
    "recursive functions in recursive functions": "recursion_in_a_recursion recursion_in_a_recursion_over_parts "
    "sum_made_at_the_end_of_a_recursion pairs_of_a_recursion",
    "recursive functions whose arguments have names around them": (
        "arguments_of_recursions_by_the_names_that_they_have lists_passed_and_read_around "
        "numbers_and_rows_read_by_an_index_of_a_recursion "
        "variables_of_comprehensions_and_lambdas_in_a_recursion"
    ),
    "recursive functions that read views": "view_read_again_by_a_recursion "
    "view_read_again_on_one_path_before_a_recursion",
    "recursive functions that call functions in lists, dicts and objects, which read what changes": (
        "functions_in_a_list_read_what_changes function_in_an_object_reads_what_changes "
        "derivative_of_a_function_reads_what_changes method_with_an_argument_that_changes"
    ),
    "recursive functions that give back what is around them": "array_around_returned_and_read "
    "copies_of_what_is_around_returned_and_written",
    "recursive functions that are given an object and an element of it, and change numbers of the object only": (
        "object_given_with_an_attribute_and_a_number_of_it_changed list_given_with_a_row_of_it_and_extended "
        "sum_in_a_dict_around_of_an_entry_that_is_given"
    ),
    "mutual recursion": "recursion",
    "functions as arguments": "function_argument function_by_argument compose",
    "functions in lists": "functions_in_list functions_appended_in_a_loop function_list_argument",
    "functions in dicts": "functions_in_dict dispatch function_tables function_dict_argument",
    "a function of a list, tuple or dict at an index of run time": (
        "function_of_a_list_by_index function_of_a_tuple_by_sign function_of_a_dict interpreter"
    ),
    "functions that hold what one path made": (
        "partials_of_two_paths defaults_of_two_paths methods_of_two_paths function_of_one_path"
    ),
    "functions returned from functions": "make_and_call returned_function counter_closure",
    "functions chosen by a condition": "conditional_function chosen_function",
    "`functools.partial`": "partial_call partial_of_functions partial_argument partial_made partial_loop",
    "`functools.reduce`": "reduced reduced_at_run_time reduce_lambda reduce_start reduce_arr",
    "`map`": "mapped map_lambda map_two map_to_list",
    "`filter`": "filtered",
    "`sum`, `min`, `max` over generators": "sum_gen max_gen min_gen_key generator_in_sum_max_min sum_start",
    "`max`, `min` with `key` and `default`; `sorted` with a `key`": "extremes_by_a_key max_default sorted_by_a_key "
    "chosen_object_changed chosen_array_of_a_list_changed",
    "`max` and `min` of tuples, and of objects that can be compared": "largest_of_objects greatest_of_ordered_objects "
    "nearest_of_pairs nearest_of_listed_pairs greatest_of_two_tuples "
    "tuples_with_equal_beginnings",
    "`max`, `min` and `reduce` of nothing, in a run that never happens": "greatest_of_nothing_never_reached "
    "greatest_key_of_an_empty_dict product_of_nothing_never_reached",
    "`max` and `min` of what has a type only at run time: of eigenvalues": "spectral_radius least_real_part",
    "`any`, `all`, which stop as in Python": "any_and_all_stop_early any_all",
    "`operator.*`": "operators operator_functions operator_inplace operator_matmul attrgetter_itemgetter methodcaller",
    "`itertools` over what is not differentiated": "itertools_used",
    "`accumulate` and `zip_longest` of `itertools`": "running_products_and_sums running_products_of_poses "
    "product_of_polynomial_sums",
    "`combinations` and `product` of `itertools` of what has a length of run time": "forces_between_pairs "
    "combinations_of_elements products_of_elements combined_before_they_are_written pairs_of_rows",
    "decorators on callees (`functools.wraps`)": "decorated_called inner_function_decorated",
    "`functools.lru_cache`, `cache`": "cached cached_active cached_inside "
    "objects_given_to_caches chain_of_objects_given_to_a_cache functions_given_to_a_cache",
    "methods, also as values": "method_as_a_value methods_of_a_global_object partial_of_a_method",
    "attributes of `self` that are read": "inherited_methods model_loss net_forward",
    "attributes written on objects that are made inside": "made_and_changed changed_in_a_loop changed_on_one_path",
    "attributes written on arguments, which the caller sees": "acc obj_aug_attr obj_buf_elem setattr_getattr rnn",
    "`__call__`": "methods_of_classes op_call",
    "properties, with setters; `cached_property`": "methods_of_classes property_setter cached_prop",
    "static and class methods": "methods_of_classes",
    "`super()`, inheritance": "inherited_methods grand_child multiple_inheritance",
    "operators that a class defines: `__add__`, `__getitem__`, `__iter__`, `__iadd__`, ...": "op_add op_mul "
    "op_matmul_abs op_div_pow op_getitem op_setitem op_compare op_iter op_iadd",
    "private names, `__slots__`, `getattr`, `hasattr`, `copy`": "private slots_private getattr_used copied_object",
    "dataclasses as arguments; `replace`, `asdict`, `fields`": "dataclass_argument frozen_replace dataclass_asdict "
    "dataclass_astuple_fields",
    "named tuples as arguments; their methods": "namedtuple_argument named_tuple_method named_tuple_replace",
    "plain objects as arguments": "returns_object nested_attr list_of_objects_read",
    "gradients of the same type, made without `__init__` and `__post_init__`": "no_init api/test_trees.py/test_frozen",
    "frozen and slotted classes": "frozen slotted slotted_returned api/test_trees.py/test_slotted_and_plain",
    "an array that two fields share, read: two leaves": "language/test_traps.py/"
    "test_shared_fields_are_two_leaves_while_they_are_read",
    "an array that two fields share, written": "shared_fields_written",
    "an object that is part of itself": "object_in_itself",
    "module-level constants": "module_constant globals_read",
    "globals that change between calls": "language/test_traps.py/test_global_changed_between_calls",
    "a callee that changes its array argument": "callee_mutates callee_mutates_view callee_mutates_argument "
    "callee_mutates_in_loop",
    "a callee that changes its list argument": "callee_appends callee_appends_in_loop callee_mutates",
    "a callee that returns several values": "tuple_result returns_many helper_returns_view",
    "a callee that returns a dict": "returns_many returned_by_helper return_dict",
    "`grad`, `value_and_grad` inside": "inner_grad gd_inside",
    "`jvp`, `vjp` inside": "inner_jvp",
    "`hessian`, `jacobian`, `hvp` inside": "inner_hess hvp_inside",
    "functions with 60 parameters": "sixty many",
    "functions of 1,000 statements": "language/test_long.py/test_thousand_statements",
    "recursion depth 500 under the default limit of 1,000": "deep_500",
}
