package main

func test() {
	// 64 KB is the limit for what stays on the stack
	nums := make([]int, 8191)
	for i := 0; i < len(nums); i++ {
		nums[i] = i
	}
}

func test2() {
	nums := make([]int, 8192)
	for i := 0; i < len(nums); i++ {
		nums[i] = i
	}
}

func main() {
	test()
	test2()
}
