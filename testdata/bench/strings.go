// String building: concatenation, conversion, builders, splitting.
// bench: compute
package main

import (
	"fmt"
	"strconv"
	"strings"
)

func main() {
	total := 0
	for round := 0; round < 150; round++ {
		var b strings.Builder
		for i := 0; i < 20000; i++ {
			b.WriteString("item-")
			b.WriteString(strconv.Itoa(i))
			b.WriteByte(',')
		}
		words := strings.Split(b.String(), ",")
		for _, w := range words {
			key := w + ":" + strconv.Itoa(len(w)) + ";"
			if strings.HasSuffix(key, "0:9;") || strings.Contains(key, "99") {
				total += len(strings.ToUpper(key))
			}
		}
		s := ""
		for i := 0; i < 2000; i++ {
			s += string(rune('a' + i%26))
		}
		total += len(s) + strings.Count(s, "xyz") + len(strings.Join(words, "/"))
		for _, r := range s {
			total += int(r)
		}
	}
	fmt.Println(total)
}
