# command-line-arguments
./method_on_local_value.go:5:6: can inline (*T).Inc
./method_on_local_value.go:7:6: can inline f
./method_on_local_value.go:9:7: inlining call to (*T).Inc
./method_on_local_value.go:5:7: t does not escape
