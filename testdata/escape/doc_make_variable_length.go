package main

func generate(length int) {
	nums := make([]int, 0, length)
	for i := 0; i < length; i++ {
		nums = append(nums, i)
	}
}

func constant() {
	nums := make([]int, 0, 10)
	for i := 0; i < 10; i++ {
		nums = append(nums, i)
	}
}

func main() {
	generate(10)
	constant()
}
