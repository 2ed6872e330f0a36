# command-line-arguments
./unsafe_pointer_conversions.go:5:6: can inline f
./unsafe_pointer_conversions.go:6:6: can inline g
./unsafe_pointer_conversions.go:7:6: can inline h
./unsafe_pointer_conversions.go:8:6: can inline k
./unsafe_pointer_conversions.go:9:6: can inline l
./unsafe_pointer_conversions.go:5:8: leaking param: p to result ~r0 level=0
./unsafe_pointer_conversions.go:6:8: p does not escape
./unsafe_pointer_conversions.go:7:8: leaking param: p to result ~r0 level=0
./unsafe_pointer_conversions.go:8:8: leaking param: p to result ~r0 level=0
./unsafe_pointer_conversions.go:9:8: leaking param: p to result ~r0 level=0
