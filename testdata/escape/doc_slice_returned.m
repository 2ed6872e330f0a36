# command-line-arguments
./doc_slice_returned.go:5:6: can inline foo
./doc_slice_returned.go:11:10: inlining call to foo
./doc_slice_returned.go:12:13: inlining call to fmt.Println
./doc_slice_returned.go:6:12: []int{...} escapes to heap
./doc_slice_returned.go:11:10: []int{...} escapes to heap
./doc_slice_returned.go:12:13: ... argument does not escape
./doc_slice_returned.go:12:13: b escapes to heap
