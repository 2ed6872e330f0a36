# command-line-arguments
./map_literal_keys_and_values_escape.go:3:6: can inline f
./map_literal_keys_and_values_escape.go:4:2: moved to heap: k
./map_literal_keys_and_values_escape.go:4:5: moved to heap: v
./map_literal_keys_and_values_escape.go:5:20: map[*int]*int{...} does not escape
