# command-line-arguments
./interface_of_constant.go:5:6: can inline f
./interface_of_constant.go:6:2: 1 escapes to heap
./interface_of_constant.go:7:2: "text" escapes to heap
./interface_of_constant.go:9:2: true escapes to heap
