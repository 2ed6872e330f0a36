package main

import "fmt"

func main() {
	x := -1
	y := 300
	f := -2.9
	fmt.Println(uint8(x), int8(y), uint32(x), int(f), uint16(y<<8), string(rune(0x4e16)), []byte("é"))
	type S string
	fmt.Println([]rune(S("aé")), S([]byte{65, 66}))
}
