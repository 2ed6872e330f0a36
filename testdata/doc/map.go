package main

func table() map[string]int {
	return map[string]int{"one": 1}
}

func main() {
	m := table()
	println(m["one"])
}
