# command-line-arguments
./inline_intrinsics.go:9:6: can inline f
./inline_intrinsics.go:9:59: inlining call to math.Abs
./inline_intrinsics.go:9:59: inlining call to math.Float64bits
./inline_intrinsics.go:9:59: inlining call to math.Float64frombits
./inline_intrinsics.go:10:6: can inline g
./inline_intrinsics.go:11:6: can inline h
./inline_intrinsics.go:11:8: leaking param: p
