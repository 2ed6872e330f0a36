# command-line-arguments
./closure_record_size_boundary.go:7:7: can inline f.func1
./closure_record_size_boundary.go:5:6: can inline f
./closure_record_size_boundary.go:8:10: inlining call to f.func1
./closure_record_size_boundary.go:7:7: func literal does not escape
