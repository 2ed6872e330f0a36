# command-line-arguments
./make_slice_length_from_len.go:3:6: can inline f
./make_slice_length_from_len.go:4:6: can inline g
./make_slice_length_from_len.go:3:8: x does not escape
./make_slice_length_from_len.go:3:32: make([]int, len(x)) escapes to heap
./make_slice_length_from_len.go:6:11: make([]int, len(a)) does not escape
