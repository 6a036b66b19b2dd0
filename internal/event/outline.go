package event

import "slices"

// Place is where an item stands in a programme that somebody is putting in
// order. Key says which item it is.
type Place struct {
	Key   int
	Kind  SessionKind
	Under bool // below the nearest item above that is not
}

// Outline is the order of a programme, as one list. No step of it loses an item,
// and none makes it deeper than two levels.
type Outline []Place

// end is where the item and what stands under it end.
func (o Outline) end(i int) int {
	j := i + 1
	for !o[i].Under && j < len(o) && o[j].Under {
		j++
	}
	return j
}

// above is the item at the first level before another, or -1.
func (o Outline) above(i int) int {
	for i--; i >= 0 && o[i].Under; i-- {
	}
	return i
}

// holds reports whether an item is one that gathers others.
func (o Outline) holds(i int) bool { return o[i].Kind == Heading || o.end(i) > i+1 }

// Tidy is the outline with nothing below nothing, whoever wrote it.
func (o Outline) Tidy() Outline {
	out := slices.Clone(o)
	if len(out) > 0 {
		out[0].Under = false
	}
	return out
}

// Up moves an item one step up, with all that stands under it. The first below a
// heading leaves it upwards.
func (o Outline) Up(i int) Outline {
	out := slices.Clone(o)
	switch {
	case i == 0:
	case !o[i].Under:
		return o.swap(o.above(i), i, o.end(i))
	case o[i-1].Under:
		out[i-1], out[i] = o[i], o[i-1]
	default:
		over := o.above(i - 1)
		out[i-1], out[i] = o[i], o[i-1]
		out[i-1].Under = over >= 0 && o.holds(over)
	}
	return out
}

// Down moves an item one step down, with all that stands under it. The last
// below a heading leaves it downwards.
func (o Outline) Down(i int) Outline {
	next := o.end(i)
	out := slices.Clone(o)
	switch {
	case next == len(o):
	case !o[i].Under:
		return o.swap(i, next, o.end(next))
	default:
		out[i], out[next] = o[next], o[i]
		out[next].Under = o[next].Under || o.holds(next)
	}
	return out
}

// In puts an item below the one before it. What stood under it goes along. A
// break holds nothing.
func (o Outline) In(i int) Outline {
	out := slices.Clone(o)
	if over := o.above(i); over >= 0 && o[over].Kind != Break {
		out[i].Under = true
	}
	return out
}

// Out puts an item after the heading that it stood under. The others stay there.
func (o Outline) Out(i int) Outline {
	if !o[i].Under {
		return slices.Clone(o)
	}
	end := o.end(o.above(i))
	out := o.swap(i, i+1, end)
	out[end-1].Under = false
	return out
}

// Remove takes an item out. What stood under it is kept, at the first level.
func (o Outline) Remove(i int) Outline {
	out := slices.Clone(o)
	for j := i + 1; j < o.end(i); j++ {
		out[j].Under = false
	}
	return slices.Delete(out, i, i+1)
}

// Add puts an item after another and what stands under that, or last.
func (o Outline) Add(after int, p Place) Outline {
	if after < 0 || after >= len(o) {
		p.Under = false
		return append(slices.Clone(o), p)
	}
	p.Under = o[after].Under
	return slices.Insert(slices.Clone(o), o.end(after), p)
}

// swap lets [a, b) and [b, c) change places.
func (o Outline) swap(a, b, c int) Outline {
	return slices.Concat(o[:a], o[b:c], o[a:b], o[c:])
}
