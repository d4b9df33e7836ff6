package web

import "container/list"

// shelf keeps values that are together no larger than most bytes: those that
// were used last. It is not safe for concurrent use.
type shelf[K comparable, V any] struct {
	most, size int
	items      map[K]*list.Element // of *shelved
	used       *list.List          // the last used first
}

type shelved[K comparable, V any] struct {
	key   K
	value V
	size  int
}

func newShelf[K comparable, V any](most int) shelf[K, V] {
	return shelf[K, V]{most: most, items: map[K]*list.Element{}, used: list.New()}
}

// get returns the value under key and counts it as used.
func (s *shelf[K, V]) get(key K) (value V, ok bool) {
	element, ok := s.items[key]
	if !ok {
		return value, false
	}
	s.used.MoveToFront(element)
	return element.Value.(*shelved[K, V]).value, true
}

// put takes in a value of so many bytes, unless the key is taken or the value
// would leave no room for others.
func (s *shelf[K, V]) put(key K, value V, size int) {
	if _, taken := s.items[key]; taken || size > s.most/8 {
		return
	}
	s.items[key] = s.used.PushFront(&shelved[K, V]{key, value, size})
	for s.size += size; s.size > s.most; {
		oldest := s.used.Remove(s.used.Back()).(*shelved[K, V])
		delete(s.items, oldest.key)
		s.size -= oldest.size
	}
}

// clear takes everything out.
func (s *shelf[K, V]) clear() { *s = newShelf[K, V](s.most) }
