# command-line-arguments
./errors_new.go:7:6: can inline f
./errors_new.go:7:35: inlining call to errors.New
./errors_new.go:5:22: inlining call to errors.New
./errors_new.go:7:35: &errors.errorString{...} escapes to heap
./errors_new.go:5:22: &errors.errorString{...} escapes to heap
