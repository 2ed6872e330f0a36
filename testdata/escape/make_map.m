# command-line-arguments
./make_map.go:3:6: can inline f
./make_map.go:4:6: can inline g
./make_map.go:5:6: can inline h
./make_map.go:3:33: make(map[int]int) does not escape
./make_map.go:4:35: make(map[int]int) escapes to heap
./make_map.go:5:33: make(map[int]int, n) does not escape
