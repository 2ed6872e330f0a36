# command-line-arguments
./parameter_content_stored_in_global.go:5:6: can inline f
./parameter_content_stored_in_global.go:5:8: leaking param content: p
