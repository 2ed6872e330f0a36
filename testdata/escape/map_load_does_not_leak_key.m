# command-line-arguments
./map_load_does_not_leak_key.go:3:6: can inline f
./map_load_does_not_leak_key.go:4:6: can inline g
./map_load_does_not_leak_key.go:3:8: m does not escape
./map_load_does_not_leak_key.go:3:24: k does not escape
./map_load_does_not_leak_key.go:4:8: m does not escape
./map_load_does_not_leak_key.go:4:27: k does not escape
