# command-line-arguments
./label_without_backward_goto.go:3:6: can inline f
