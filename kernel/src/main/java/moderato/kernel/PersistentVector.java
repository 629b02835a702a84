package moderato.kernel;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.RandomAccess;

/**
 * An immutable list whose changed copies share almost everything with it.
 *
 * <p>Reading, replacing and appending one element touch one array of 32 per level, that is at most four levels for a million elements,
 * so the children of a Map cost the same per event at 10 and at 100,000 of them. The methods of {@link java.util.List} that would change
 * it in place are refused with {@link UnsupportedOperationException}.
 *
 * @param <E> the type of the elements
 */
public final class PersistentVector<E> extends AbstractList<E> implements RandomAccess {

    /*
     * A tree of arrays of 32: the leaves hold the elements, in order, and every level above holds the arrays below. The last, not yet full
     * leaf stays outside the tree as the tail, so that most appends copy one small array and leave the tree alone.
     */
    private static final int BITS = 5;
    private static final int WIDTH = 1 << BITS;
    private static final int MASK = WIDTH - 1;
    private static final Object[] NOTHING = {};
    private static final PersistentVector<?> EMPTY = new PersistentVector<>(0, BITS, NOTHING, NOTHING);

    private final int size;
    private final int shift;
    private final Object[] root;
    private final Object[] tail;

    private PersistentVector(int size, int shift, Object[] root, Object[] tail) {
        this.size = size;
        this.shift = shift;
        this.root = root;
        this.tail = tail;
    }

    /** The vector without elements. */
    @SuppressWarnings("unchecked")
    public static <E> PersistentVector<E> empty() {
        return (PersistentVector<E>) EMPTY;
    }

    /** A vector of these elements. */
    @SafeVarargs
    public static <E> PersistentVector<E> of(E... elements) {
        return copyOf(Arrays.asList(elements));
    }

    /** A vector of the elements of a collection, in its order. */
    @SuppressWarnings("unchecked")
    public static <E> PersistentVector<E> copyOf(Collection<? extends E> elements) {
        return elements instanceof PersistentVector<?> same ? (PersistentVector<E>) same : build(elements.toArray());
    }

    /** A vector of {@code size} times the same element. */
    public static <E> PersistentVector<E> repeat(E element, int size) {
        Object[] all = new Object[size];
        Arrays.fill(all, element);
        return build(all);
    }

    private static <E> PersistentVector<E> build(Object[] all) {
        if (all.length == 0) {
            return empty();
        }
        int tailStart = tailStart(all.length);
        Object[] tail = Arrays.copyOfRange(all, tailStart, all.length, Object[].class);
        Object[] level = new Object[tailStart / WIDTH];
        for (int i = 0; i < level.length; i++) {
            level[i] = Arrays.copyOfRange(all, i * WIDTH, (i + 1) * WIDTH, Object[].class);
        }
        int shift = BITS;
        while (level.length > WIDTH) {
            Object[] above = new Object[(level.length + MASK) / WIDTH];
            for (int i = 0; i < above.length; i++) {
                above[i] = Arrays.copyOfRange(level, i * WIDTH, Math.min((i + 1) * WIDTH, level.length));
            }
            level = above;
            shift += BITS;
        }
        return new PersistentVector<>(all.length, shift, level, tail);
    }

    private static int tailStart(int size) {
        return size == 0 ? 0 : (size - 1) & ~MASK;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    @SuppressWarnings("unchecked")
    public E get(int index) {
        return (E) leaf(index)[index & MASK];
    }

    private Object[] leaf(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("index " + index + " of a vector of " + size);
        }
        if (index >= tailStart(size)) {
            return tail;
        }
        Object[] node = root;
        for (int level = shift; level > 0; level -= BITS) {
            node = (Object[]) node[index >>> level & MASK];
        }
        return node;
    }

    /** A vector with another element at an index from 0; this very vector when the element is the same object. */
    public PersistentVector<E> with(int index, E element) {
        Object[] leaf = leaf(index);
        if (leaf[index & MASK] == element) {
            return this;
        }
        if (leaf == tail) {
            Object[] changed = tail.clone();
            changed[index & MASK] = element;
            return new PersistentVector<>(size, shift, root, changed);
        }
        return new PersistentVector<>(size, shift, with(root, shift, index, element), tail);
    }

    private static Object[] with(Object[] node, int level, int index, Object element) {
        Object[] changed = node.clone();
        int slot = index >>> level & MASK;
        changed[slot] = level == 0 ? element : with((Object[]) node[slot], level - BITS, index, element);
        return changed;
    }

    /** A vector with one more element at its end. */
    public PersistentVector<E> plus(E element) {
        if (tail.length < WIDTH) {
            Object[] longer = Arrays.copyOf(tail, tail.length + 1);
            longer[tail.length] = element;
            return new PersistentVector<>(size + 1, shift, root, longer);
        }
        Object[] fresh = {element};
        int leaves = size >>> BITS;
        if (leaves > 1 << shift) {
            return new PersistentVector<>(size + 1, shift + BITS, new Object[] {root, path(shift, tail)}, fresh);
        }
        return new PersistentVector<>(size + 1, shift, plusLeaf(root, shift, size - 1, tail), fresh);
    }

    private static Object[] plusLeaf(Object[] node, int level, int lastIndex, Object[] leaf) {
        int slot = lastIndex >>> level & MASK;
        Object[] changed = Arrays.copyOf(node, slot + 1);
        if (level == BITS) {
            changed[slot] = leaf;
        } else if (slot < node.length) {
            changed[slot] = plusLeaf((Object[]) node[slot], level - BITS, lastIndex, leaf);
        } else {
            changed[slot] = path(level - BITS, leaf);
        }
        return changed;
    }

    private static Object[] path(int level, Object[] leaf) {
        Object[] node = leaf;
        for (int at = level; at > 0; at -= BITS) {
            node = new Object[] {node};
        }
        return node;
    }

    @Override
    public Iterator<E> iterator() {
        return new Iterator<>() {
            private int next;
            private Object[] leaf = NOTHING;

            @Override
            public boolean hasNext() {
                return next < size;
            }

            @Override
            @SuppressWarnings("unchecked")
            public E next() {
                if (next >= size) {
                    throw new NoSuchElementException();
                }
                if ((next & MASK) == 0) {
                    leaf = leaf(next);
                }
                return (E) leaf[next++ & MASK];
            }
        };
    }
}
