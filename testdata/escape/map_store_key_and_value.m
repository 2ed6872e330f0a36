# command-line-arguments
./map_store_key_and_value.go:3:6: can inline f
./map_store_key_and_value.go:3:8: m does not escape
./map_store_key_and_value.go:4:2: moved to heap: k
./map_store_key_and_value.go:4:5: moved to heap: v
