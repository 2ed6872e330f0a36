# command-line-arguments
./map_comma_ok.go:3:6: can inline f
./map_comma_ok.go:3:8: m does not escape
