# command-line-arguments
./make_slice_odd_element_size.go:5:6: can inline f
./make_slice_odd_element_size.go:6:6: can inline g
./make_slice_odd_element_size.go:5:26: make([]T, 2730) does not escape
./make_slice_odd_element_size.go:6:26: make([]T, 2731) escapes to heap
