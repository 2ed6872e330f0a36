# command-line-arguments
./copy_slices.go:3:6: can inline f
./copy_slices.go:4:6: can inline g
./copy_slices.go:5:6: can inline h
./copy_slices.go:3:8: dst does not escape
./copy_slices.go:3:13: leaking param content: src
./copy_slices.go:4:8: dst does not escape
./copy_slices.go:4:13: src does not escape
./copy_slices.go:5:8: dst does not escape
./copy_slices.go:5:20: s does not escape
