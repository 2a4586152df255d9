"""Containers and arrays changed in place: the constructs and the programs that show them."""

CONTAINERS = {
    "lists": "list_built list_argument list_alias",
    "tuples": "tuple_argument tuple_in_loop_state tuple_concat_slice",
    "dicts": "dict_built dict_argument dict_in_loop dict_state_in_while",
    "dicts with keys of run time": "runtime_store runtime_items runtime_arrays key_known_at_run_time",
    "sets of what is not differentiated: methods, operators": "set_display set_ops set_methods order_of_set "
    "loop_over_a_set_of_the_caller loop_over_sets_from_outside",
    "nested containers": "nested_argument nested_lists lists_in_a_dict nested_unpacking_of_containers "
    "list_of_lists_and_their_union",
    "starred unpacking": "starred_unpack starred_targets starred_target_of_an_array star_rt",
    "starred displays, also of what is known only at run time": "starred_displays starred_display_of_run_time",
    "`.append`": "append_in_loop append_conditionally append_arrays buffer_taken_before_overwritten",
    "`.extend`": "extend_by_itself extend_in_loop extend_gen",
    "`.insert`": "insert_in_display insert_in_loop ring_of_arrays",
    "`.pop`": "pop_last pop_until_empty pop_at pop_between_reads pop_conditionally popped_array_written",
    "`.remove`": "removed searched_and_sorted",
    "`.reverse`": "reversed_in_place",
    "`.clear`": "cleared clear_in_loop",
    "`.index`, `.count`": "indexed searched_and_sorted",
    "`.copy`": "copied copy_shares_elements copied_and_merged",
    "`.sort`": "list_of_lists_sort searched_and_sorted",
    "`+` and `*` of lists": "list_concatenation list_repeated list_multiplied plus_and_times list_zero_filled_runtime "
    "filled_list_as_long_as_a_shape repeated_by_numbers_of_numpy tuple_repeated_by_a_count_of_run_time "
    "list_times_a_float_of_numpy_is_caught",
    "`del xs[::2]`": "every_other_deleted deleted_by_steps_in_a_loop",
    "an array or a number of NumPy added to a list in place": "array_added_to_a_list_in_place "
    "number_of_numpy_added_to_a_list_in_place array_added_to_a_deque_and_by_iadd array_added_to_held_lists_in_place",
    "slices of lists": "list_slice slice_gets_elements element_of_a_shared_slice_written",
    "slice assignment to lists, also with a step": "slice_assigned slice_with_a_step_assigned",
    "negative indices of lists": "negative_indices list_of_arrays_negative_index",
    "`.update`, `|`": "updated update_of_an_argument runtime_update dict_or",
    "`.setdefault`": "setdefault runtime_setdefault",
    "`.get`, `in`": "get_with_default get_of_an_argument dict_get_and_in runtime_get",
    "`.items`, `.keys`, `.values`": "dict_iterated dict_argument_iterated runtime_items runtime_values",
    "`.pop` of a dict": "popped runtime_pop pop_and_readd",
    "`.popitem`": "last_entry_popped last_entries_of_run_time_popped",
    "`dict.fromkeys`, with keys of run time, too": "one_value_for_keys_of_run_time",
    "list comprehensions, with conditions and nesting": "comprehension comprehension_condition comprehension_nested "
    "loops_and_conditions comprehension_in_a_comprehension comprehension_scope",
    "list comprehensions whose elements an object keeps, too": "states_collected_that_an_object_keeps",
    "the same, if one of them is written to": "state_written_that_an_object_keeps",
    "an array that `list(map(...))` has several times, written": "same_array_mapped_and_written",
    "an array that is in several entries of a dict with keys of run time, written": "same_array_in_each_entry_written",
    "slices of lists by bounds of run time": "slices_of_a_list_by_bounds_of_run_time determinant_by_minors",
    "dict comprehensions, with conditions and nesting": "dict_comprehension comprehensions runtime_comp_cond "
    "dict_comprehension_nested",
    "`dict((k, v) for ...)`": "dict_of_pairs",
    "`next` of a generator expression, with or without a default": "first_that_fits first_that_is_not_there",
    "set comprehensions, with conditions": "set_comp set_comprehension_with_a_condition",
    "generator expressions consumed by `sum`, `max`, `min`": "generator_in_sum_max_min sum_gen max_gen gen_nested",
    "generator expressions consumed by `list`": "generators_consumed map_to_list",
    "generator expressions consumed by `tuple`, if their length is known": "tuple_of_a_known_length",
    "generator expressions consumed by `tuple`, if it is not": "tuple_of_a_generator "
    "tuple_of_a_generator_with_a_condition long_tuple_in_a_while_loop",
    "tuples of a length of run time: slices, `+`, `*`, unpacking, as keys": "long_tuples_joined_and_repeated "
    "long_tuple_unpacked long_tuple_augmented long_tuple_as_a_key long_tuples_in_a_list",
    "tuples that grow or shrink in loops, or have another length on another path": "grown_in_while "
    "grown_by_star_on_a_path made_shorter of_pairs grown_in_a_function returned_while_it_grows grown_in_a_dict",
    "an array indexed by such a tuple": "array_indexed_by_a_long_tuple",
    "`np.array` and `np.stack` of a comprehension, of `list(...)` of a generator": "generators_consumed generator_args",
    "`np.array`, `np.stack` of a generator, which NumPy does not take either": "generator_given_to_array",
    "`zip(*xs)`, if the length of `xs` is known": "zip_of_unpacked_pairs",
    "`zip(*xs)` of a list of tuples, if it is not": "zip_of_a_list_of_the_caller zip_of_grown_pairs "
    "zip_of_rows_starred zip_of_rows_as_arrays",
    "`zip(*m)` of an array": "zip_of_rows_of_an_array",
    "arrays moved between places of lists, dicts and objects": "attributes_swapped_by_hand attribute_kept_in_another "
    "entries_moved_in_a_loop put_twice_at_a_run_time_index elements_swapped_by_hand",
    "tuples of numbers in several lists, of which one is changed": (
        "tuples_selected_and_kept tuples_kept_in_order tuples_replaced_in_two_lists "
        "tuples_of_a_dict_sorted_and_put_back values_of_a_dict_sorted_in_place tuples_held_twice"
    ),
    "lists and objects that change places in their list, and are changed": (
        "rows_exchanged_and_written rows_shifted_for_a_new_one attributes_exchanged_and_written "
        "rows_rotated_and_written row_put_between_slices rows_joined_after_they_were_split "
        "slice_turned_round_and_written"
    ),
    "lists, dicts, objects changed on one path while names of their arrays are written": "entry_replaced "
    "lists_of_both_branches grown_in_one_branch inner_list_grown attribute_replaced elements_exchanged_in_a_loop",
    "lists of arrays of different shapes": "arrays_of_different_shapes list_mixed_types",
    "`np.array([...])` of scalars and arrays": "arrays_made_of_parts append_then_array",
    "`np.stack` of scalars and arrays": "arrays_made_of_parts append_then_stack",
    "`reversed` of a deque with `maxlen`, and of a dict whose keys are known only at run time": "keys_from_the_last "
    "two_loops_over_the_latest_steps latest_rows_changed_from_the_last",
    "two lists that get the same arrays, or rows of one, in a loop": "first_and_last_rows_of_halved_controls "
    "array_in_two_lists_that_grow rows_of_one_array_in_two_lists",
    "`collections.deque`, also with `maxlen`": "deque_basic deque_bfs deque_maxlen deque_extend_rotate",
    "`defaultdict` for lists, for numbers and arrays": "defaultdict_of_lists defaultdict_of_floats",
    "`OrderedDict`": "ordereddict",
}

IN_PLACE = {
    "`x[i] = v`": "element_writes writes_in_loop np_integer_index write_in_branch",
    "`x[i, j] += v`": "element_of_a_matrix two_dim_writes two_dim_loops augmented_elements",
    "slices written: `x[a:b] = v`": "slice_writes overlapping_slices swap_slices",
    "strides: `x[::2] = v`": "strides_written negative_step_view",
    "`...` in an index": "ellipsis_write whole_array_written",
    "`None` in an index": "none_index_written newaxis_view_written",
    "boolean masks written and read (of a size known at run time)": "boolean_masks boolean_write boolean_read "
    "boolean_mask_then_loop mask_of_a_comparison_written mask_of_a_comparison_written_in_a_loop",
    "a range as an index": "indexed_by_a_range range_that_names_elements_twice",
    "integer-array indices written and read": "fancy_write fancy_read_copy fancy_augmented",
    "repeated indices: the last write wins": "repeated_indices_last_wins repeated_indices_augmented_once",
    "`np.add.at`, which adds": "add_at multiply_at",
    "`x += v`, `x *= v`, `x /= v`, `x -= v` on arrays": "augmented_arrays augmented_array array_augmented_in_callee",
    "`x **= v` on arrays": "augmented_arrays",
    "`x @= v` on arrays": "matrix_multiplied_in_place",
    "`x //= v`, `x %= v` on arrays": "floor_divided_in_place",
    "`x += v` on a float, which is rebound": "number_rebound_in_callee zero_d_array augmented_all",
    "`out=` of ufuncs": "out_of_ufuncs out_tuple_and_slices",
    "`out=` of functions": "out_of_functions out_of_joins",
    "`np.copyto`, also with `where=`": "copyto",
    "`np.put`, `x.put`": "put",
    "`np.fill_diagonal`": "fill_diagonal",
    "`x.fill`": "filled",
    "`x.sort()`, `x.partition()`": "sorted_arrays sorted_in_place partitioned",
    "`np.place`, `np.putmask`, `np.put_along_axis`": "place_and_putmask put_along_axis",
    "`x[...] = v`, `x[:] = v`": "whole_array_written ellipsis_write broadcast_write",
    "`x.flat[i] = v`": "flat_written flat_augmented write_through_flat",
    "`x.flat = v`": "flat_assigned flat_assigned_again_and_again flat_of_slices_assigned",
    "`x.flat = v` where `v` may share the memory of `x`": "flat_assigned_from_itself",
    "writes through slices": "view_written view_of_view view_kept_in_list",
    "writes through `.T`, `swapaxes`": "transposed_view written_through_views",
    "writes through `reshape`": "reshape_view_written write_through_a_reshape reshapes_in_a_loop",
    "writes through `ravel`": "ravel_view_written diagonal_by_a_stride_written",
    "writes to a diagonal: by index arrays, by a stride of `ravel`": "diagonal_by_indices_written "
    "diagonal_by_a_stride_written diagonal_writes",
    "`np.diagonal`, read": "diagonal_read",
    "`np.diagonal`, written (NumPy allows no write to it)": "diagonal_written",
    "`sliding_window_view`": "windows_read_before_the_array_is_written",
    "an array or a list from outside that has two names, written": "two_names_of_one_array two_names_of_one_list",
    "what is outside, first read in a loop or a branch that writes it": "outside_written_first_in_a_branch "
    "outside_written_in_a_branch_that_is_not_run outside_written_first_in_a_loop outside_written_first_in_a_while_loop "
    "list_outside_extended_first_in_a_loop attributes_outside_written_in_two_branches one_cell_of_two_functions "
    "outside_read_in_a_derivative_and_written_in_a_branch outside_first_read_in_a_derivative array_of_a_class_copied",
    "an object outside with views of one array, of which another attribute is written": (
        "other_attribute_written_than_shares views_written_of_what_is_not_read"
    ),
    "a list outside that is changed, and that something else outside holds": "list_outside_is_in_a_dict",
    "an array that is written under a `sliding_window_view` of it": "array_written_under_its_windows",
    "`sliding_window_view`, written (NumPy allows no write to it)": "windows_written",
    "`sliding_window_view`, changed by an operator in place": "windows_scaled",
    "`np.broadcast_to` on one path, written behind it": "read_only_on_one_path_written",
    "`np.float64(y)`, `np.int64(i)` of the dtype itself, written": "conversion_to_its_own_dtype_written",
    "`np.float64(x)` written where `x` is read later": "array_of_its_own_dtype_written",
    "`np.int64(i)` written where `i` is read later": "integers_of_their_own_dtype_written",
    "`np.diff(y, n=0)`, which is `y`": "differences_of_order_zero_written",
    "`i /= 2` on an array of integers (NumPy raises)": "integers_divided_in_place",
    "`y *= 1j` on an array of floats (NumPy raises)": "times_the_imaginary_unit_in_place",
    "`out=` of another dtype that loses a part (NumPy raises)": "imaginary_result_put_into_floats",
    "`out=` of another shape (NumPy raises)": "sum_put_into_an_array_with_axes",
    "`s.fill(v)` of a number": "number_filled",
    "`y.tolist()` where `y` is written later": "list_of_an_array_that_is_written",
    "`rng.standard_normal(out=buffer)`": "buffer_filled_by_a_generator",
    "`x.flat[1:]`, a copy": "flat_parts_are_copies",
    "`x.flat[...] = v` with too many or too few values": "flat_values_repeated flat_of_any_layout",
    "`x.flat[1:] = x[:-1]`": "flat_assigned_from_a_part_of_itself",
    "`f = x.flat`": "flat_given_a_name",
    "`x.flat[()]` (NumPy raises)": "flat_by_no_index",
    "lists with more levels than there are axes (NumPy raises)": "lists_nested_too_deeply",
    "values that are repeated or left over, numbers from the end": "put_from_the_end put_nothing put_along_no_axis "
    "diagonal_filled_again_from_the_first masked_by_a_flat_mask list_subtracted_at",
    "writes through one of two arrays or views (`w = u if c else v`)": "join_then_write row_or_array one_of_two_views "
    "same_or_new_without_other_names same_or_new_with_a_name_from_before same_or_new_that_a_list_and_a_view_hold "
    "same_or_new_in_an_expression_half_evaluated argument_or_new_in_a_function rows_of_the_same_or_a_new_matrix",
    "two names for one array": "two_names closure_alias_augmented name_rebound read_kept_across_write",
    "`for row in A: row *= 2`": "rows_scaled_in_a_loop rows_of_loop_written",
    "the same over `reversed`, `enumerate`, `zip`": "rows_of_reversed_written rows_of_enumerated_reversed_written "
    "rows_of_enumerated_zip_written arrays_of_reversed_lists_written changed_while_reversed",
    "double-buffer swaps": "double_buffer double_buffer_temp triple_buffer rotating_buffers_longer while_swaps_until "
    "one_of_three_that_one_path_has",
    "swaps of views, rows and chosen arrays": "two_slices_swapped reversed_view_swapped chosen_array_swapped "
    "row_swapped_with_an_array rows_of_a_loop_swapped dict_of_arrays_swapped_later",
    "buffers reused as scratch over iterations": "scratch_reused scratch_elements scratch_in_nested_loop",
    "an array argument that the function changes": "argument_changed_and_returned argument_written augmented_argument "
    "result_and_argument_written",
    "inactive buffers overwritten after they were used": "inactive_buffer_overwritten constant_mutated_after_use",
    "integer and boolean index arrays that change during the loop": "indices_that_change permutation_swapped",
    "broadcasting on assignment": "broadcast_on_assignment broadcast_write",
    "an active value assigned to an array of integers": "active_into_integers",
    "an active value assigned to an array of booleans": "active_into_booleans",
    "a list that holds one array twice": "same_array_twice_in_a_list same_buffer_appended",
    "memory: a loop tapes what is overwritten or needed": "programs/test_memory.py/test_a_loop_over_elements "
    "programs/test_memory.py/test_relaxation_keeps_one_number_per_update",
}

TYPICAL = {
    "LU without pivoting": "programs/lu_in_place programs/log_determinant programs/lu_solve",
    "Cholesky by loops": "programs/cholesky cholesky_by_hand",
    "Thomas algorithm": "programs/thomas",
    "Gauss-Seidel": "programs/gauss_seidel programs/gauss_seidel_by_slices",
    "red-black SOR": "programs/red_black_sor programs/red_black_sor_by_slices",
    "2-D wave equation (leapfrog, three buffers)": "programs/wave programs/wave_by_loops",
    "cumulative products by loops": "programs/cumulative_product programs/cumulative_product_in_place",
    "soft DTW": "programs/soft_dtw",
    "Viterbi with logsumexp": "programs/viterbi",
    "Needleman-Wunsch, soft": "programs/needleman_wunsch",
    "Horner": "programs/horner",
    "Clenshaw": "programs/clenshaw programs/clenshaw_by_index",
    "Kalman filter": "programs/kalman programs/kalman_by_scalars",
    "LSTM cell in loops": "programs/lstm programs/lstm_by_vectors",
    "N-body with symmetric accumulation of forces": "programs/n_body programs/accelerations",
    "Verlet": "programs/verlet",
    "RK4": "programs/swing",
    "adaptive-step Runge-Kutta with `while`": "programs/adaptive_heun programs/adaptive_bogacki_shampine",
    "bisection with `while`": "programs/bisected_root",
    "Newton with `while`": "programs/newton programs/newton_with_limit",
    "matrix exponential by scaling and squaring": "programs/matrix_exponential",
    "FFT written by hand (recursive)": "programs/fft_energy programs/power",
    "median by quicksort": "programs/median_by_sorting programs/median",
    "ray-sphere intersection with branches": "programs/image",
    "Black-Scholes with `math.erf`": "programs/black_scholes",
    "a particle in an electric field (gradient inside a loop)": "programs/shot programs/shot_in_place",
    "reprojection error of bundle adjustment with scalar code": "programs/reprojection programs/rotate",
}
