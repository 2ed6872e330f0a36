# command-line-arguments
./store_in_local_map_of_pointers.go:3:6: can inline f
./store_in_local_map_of_pointers.go:5:2: moved to heap: x
./store_in_local_map_of_pointers.go:4:19: map[int]*int{} does not escape
