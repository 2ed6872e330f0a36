package main

import "fmt"

type E struct{}

func (E) Error() string { return "E" }

func kind(x interface{}) string {
	switch v := x.(type) {
	case nil:
		return "nil"
	case int, uint:
		return fmt.Sprintf("number %v", v)
	case string:
		return "string " + v
	case []int:
		return fmt.Sprint("slice ", len(v))
	case error:
		return "error " + v.Error()
	case func():
		return "func"
	}
	return fmt.Sprintf("other %T", x)
}

func main() {
	for _, x := range []interface{}{nil, 1, uint(2), "s", []int{1}, E{}, &E{}, func() {}, 1.5, map[string]bool{}} {
		fmt.Println(kind(x))
	}
}
