# command-line-arguments
./inline_panic_is_cheap.go:3:6: can inline must
./inline_panic_is_cheap.go:8:6: can inline f
./inline_panic_is_cheap.go:9:6: inlining call to must
./inline_panic_is_cheap.go:5:8: "must" escapes to heap
./inline_panic_is_cheap.go:9:6: "must" escapes to heap
