# command-line-arguments
./sprint_result.go:5:6: can inline f
./sprint_result.go:5:41: ... argument does not escape
./sprint_result.go:5:42: "x = " escapes to heap
./sprint_result.go:5:42: x escapes to heap
