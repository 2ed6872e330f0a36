# command-line-arguments
./devirtualised_after_inlining.go:7:6: can inline (*R).Read
./devirtualised_after_inlining.go:9:6: can inline newR
./devirtualised_after_inlining.go:11:6: can inline f
./devirtualised_after_inlining.go:12:14: inlining call to newR
./devirtualised_after_inlining.go:12:21: devirtualizing .autotmp_2.Read to *R
./devirtualised_after_inlining.go:7:7: r does not escape
./devirtualised_after_inlining.go:7:18: b does not escape
./devirtualised_after_inlining.go:9:32: &R{} escapes to heap
./devirtualised_after_inlining.go:11:8: b does not escape
./devirtualised_after_inlining.go:12:14: &R{} does not escape
