# command-line-arguments
./map_delete.go:3:6: can inline f
./map_delete.go:3:8: m does not escape
./map_delete.go:3:24: k does not escape
