# command-line-arguments
./doc_make_size_boundary.go:3:6: can inline generate8191
./doc_make_size_boundary.go:10:6: can inline generate8192
./doc_make_size_boundary.go:17:6: can inline generate8193
./doc_make_size_boundary.go:24:6: can inline main
./doc_make_size_boundary.go:25:14: inlining call to generate8191
./doc_make_size_boundary.go:26:14: inlining call to generate8192
./doc_make_size_boundary.go:27:14: inlining call to generate8193
./doc_make_size_boundary.go:4:14: make([]int, 8191) does not escape
./doc_make_size_boundary.go:11:14: make([]int, 8192) does not escape
./doc_make_size_boundary.go:18:14: make([]int, 8193) escapes to heap
./doc_make_size_boundary.go:25:14: make([]int, 8191) does not escape
./doc_make_size_boundary.go:26:14: make([]int, 8192) does not escape
./doc_make_size_boundary.go:27:14: make([]int, 8193) escapes to heap
