# command-line-arguments
./make_chan.go:3:6: can inline f
./make_chan.go:4:6: can inline g
