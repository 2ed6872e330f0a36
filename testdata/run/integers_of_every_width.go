// Wrap-around, division by -1, remainders, shifts and conversions for every integer type; operands the compiler cannot see.
package main

import "fmt"

//go:noinline
func i8(a, b int8, n uint) {
	fmt.Println("int8", a+b, a-b, a*b, -a, ^a, a&b, a|b, a^b, a&^b, a<<n, a>>n, int16(a), uint8(a), uint32(a), int64(a))
	div(func() { fmt.Println(a/b, a%b) })
}

//go:noinline
func i16(a, b int16, n uint) {
	fmt.Println("int16", a+b, a-b, a*b, -a, ^a, a<<n, a>>n, int8(a), uint16(a), uint64(a))
	div(func() { fmt.Println(a/b, a%b) })
}

//go:noinline
func i32(a, b int32, n uint) {
	fmt.Println("int32", a+b, a-b, a*b, -a, ^a, a<<n, a>>n, int8(a), uint16(a), uint64(a))
	div(func() { fmt.Println(a/b, a%b) })
}

//go:noinline
func i64(a, b int64, n uint) {
	fmt.Println("int64", a+b, a-b, a*b, -a, ^a, a<<n, a>>n, int8(a), uint16(a), uint64(a))
	div(func() { fmt.Println(a/b, a%b) })
}

//go:noinline
func u8(a, b uint8, n uint) {
	fmt.Println("uint8", a+b, a-b, a*b, -a, ^a, a<<n, a>>n, int8(a), int16(a), uint64(a))
	div(func() { fmt.Println(a/b, a%b) })
}

//go:noinline
func u16(a, b uint16, n uint) {
	fmt.Println("uint16", a+b, a-b, a*b, -a, ^a, a<<n, a>>n, int8(a), int16(a), uint64(a))
	div(func() { fmt.Println(a/b, a%b) })
}

//go:noinline
func u32(a, b uint32, n uint) {
	fmt.Println("uint32", a+b, a-b, a*b, -a, ^a, a<<n, a>>n, int8(a), int32(a), uint64(a))
	div(func() { fmt.Println(a/b, a%b) })
}

//go:noinline
func u64(a, b uint64, n uint) {
	fmt.Println("uint64", a+b, a-b, a*b, -a, ^a, a<<n, a>>n, int8(a), int64(a), uint32(a))
	div(func() { fmt.Println(a/b, a%b) })
}

func div(f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(r)
		}
	}()
	f()
}

//go:noinline
func signedCount(a int, n int8) {
	div(func() { fmt.Println(a<<n, a>>n, uint8(a)<<n, int16(a)>>n) })
}

//go:noinline
func constants(a int8, b uint8, c int64) {
	fmt.Println(a/-1, a%-1, a/3, a%3, a/-8, a%-8, a*127, a<<7, a>>7, b/7, b%7, b<<9, c/-1, c%-1, c/10, c%10, c/1000000007, c<<63, c>>63)
}

func main() {
	for _, n := range []uint{0, 1, 7, 8, 15, 16, 31, 32, 33, 63, 64, 65, 1 << 40} {
		i8(-128, -1, n)
		i16(-32768, -1, n)
		i32(-2147483648, -1, n)
		i64(-9223372036854775808, -1, n)
		u8(200, 100, n)
		u16(65535, 65534, n)
		u32(4000000000, 4000000001, n)
		u64(18446744073709551615, 3, n)
	}
	i8(127, 0, 1)
	i16(32767, 0, 1)
	i32(2147483647, 0, 1)
	i64(9223372036854775807, 0, 1)
	u8(7, 0, 1)
	u16(7, 0, 1)
	u32(7, 0, 1)
	u64(7, 0, 1)
	for _, n := range []int8{0, 1, 31, 63, 64, 127, -1, -128} {
		signedCount(-12345, n)
	}
	constants(-128, 255, -9223372036854775808)
	constants(127, 1, 9223372036854775807)
	constants(-7, 200, -1234567890123)
}
