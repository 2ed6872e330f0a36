# command-line-arguments
./make_slice_zero_size_element.go:3:6: can inline f
./make_slice_zero_size_element.go:3:25: make([]struct {}, 1 << 30) does not escape
