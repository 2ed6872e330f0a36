# command-line-arguments
./range_over_string_map_chan.go:3:6: can inline f
./range_over_string_map_chan.go:3:8: s does not escape
./range_over_string_map_chan.go:3:18: leaking param: m to result r level=1
./range_over_string_map_chan.go:3:37: c does not escape
