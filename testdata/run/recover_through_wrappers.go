// A deferred method that recovers, called by way of wrappers: promoted, through a pointer, an interface, a method value; and
// methods between the deferred call and recover that are no wrappers, from which recover gives nil.
package main

import "fmt"

type saver struct{ name string }

func (s saver) save()       { fmt.Println(s.name, recover()) }
func (s *saver) savePtr()   { fmt.Println("ptr", s.name, recover()) }
func (s saver) saveDeeper() { s.save() }

type outer struct{ *saver }
type outermost struct{ outer }
type saves interface {
	save()
	savePtr()
	saveDeeper()
}

func try(f func()) {
	defer func() {
		if e := recover(); e != nil {
			fmt.Println("not recovered:", e)
		}
	}()
	f()
}

func main() {
	o := outermost{outer{&saver{"s"}}}
	try(func() { defer o.save(); panic(1) })
	try(func() { defer (&o).savePtr(); panic(2) })
	try(func() { defer saves(o).save(); panic(3) })
	try(func() { defer saves(&o).savePtr(); panic(4) })
	try(func() { defer saves(&o).save(); panic(5) })
	try(func() { f := o.save; defer f(); panic(6) })
	try(func() { f := saves(&o).savePtr; defer f(); panic(7) })
	try(func() { defer outermost.save(o); panic(8) })
	try(func() { f := (*outermost).savePtr; defer f(&o); panic(9) })
	try(func() { defer o.saveDeeper(); panic(10) })
	try(func() { defer saves(&o).saveDeeper(); panic(11) })
	try(func() { defer saves(*o.saver2()).save(); panic(12) })
}

func (o *outermost) saver2() *outer { return &o.outer }
