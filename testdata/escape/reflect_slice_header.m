# command-line-arguments
./reflect_slice_header.go:8:6: can inline f
./reflect_slice_header.go:15:6: can inline g
./reflect_slice_header.go:8:8: leaking param: p
./reflect_slice_header.go:15:8: leaking param: s to result ~r0 level=0
