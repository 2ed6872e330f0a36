package main

func generate8191() {
	nums := make([]int, 8191)
	for i := 0; i < 8191; i++ {
		nums[i] = i
	}
}

func generate8192() {
	nums := make([]int, 8192)
	for i := 0; i < 8192; i++ {
		nums[i] = i
	}
}

func generate8193() {
	nums := make([]int, 8193)
	for i := 0; i < 8193; i++ {
		nums[i] = i
	}
}

func main() {
	generate8191()
	generate8192()
	generate8193()
}
