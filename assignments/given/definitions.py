"""What a name of a package means, followed from module to module by reading: nothing is run.

What cannot be read off the code (a parameter, a name that exec made) means UNKNOWN.
"""

import ast
import builtins
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from given.reading import LARGEST, Read, Unreadable, file_of
from given.scopes import (
    Function,
    Imported,
    Module,
    Names,
    first_parameter,
    module_names,
    names_inside,
)

TRANSPARENT = {"staticmethod", "classmethod", "functools.partial"}  # mean their first argument


@dataclass(eq=False)
class Scope:
    """Names, and the scope around them."""

    module: str
    names: Names
    outer: "Scope | None" = None
    is_class: bool = False
    home: "Code | None" = None  # the class whose body or method this is
    receiver: "Code | None" = None  # in a method: the class that it was asked of
    self_name: str | None = None


@dataclass(frozen=True)
class Code:
    """A function, class or expression of the package, and where its names are looked up."""

    node: ast.AST
    scope: Scope
    receiver: "Code | None" = None


@dataclass(frozen=True)
class Instance:
    """An object of a class of the package."""

    kind: Code


@dataclass(frozen=True)
class Inside:
    """A module of the package."""

    module: str


@dataclass(frozen=True)
class Outside:
    """What comes from elsewhere, by its full name: "numpy.add.reduce"."""

    name: str


Meaning = Code | Instance | Inside | Outside
Meanings = list[Meaning]  # more than one where branches differ
UNKNOWN = Outside("")


@dataclass
class Definitions:
    """The names of one package.

    Its methods raise SyntaxError (its filename is the module) where a module is not Python,
    Unreadable where one cannot be read for another reason, and RecursionError.
    """

    package: str
    read: Read
    _texts: dict[str, str | None] = field(default_factory=dict)
    _modules: dict[str, tuple[Module, Scope] | None] = field(default_factory=dict)
    _scopes: dict[tuple[Any, ...], Scope] = field(default_factory=dict)
    _known: dict[tuple[Any, ...], Meanings] = field(default_factory=dict)

    def find(self, name: str) -> Meanings:
        """What "losses.Model.train" means; empty where it is nowhere to be found."""
        module, *names = name.split(".")
        found: Meanings = [Inside(module)]
        for attribute in names:
            found = [m for one in self.settled(found) for m in self.members(one, attribute)]
        return found

    def lookup(self, name: str, scope: Scope) -> Meanings:
        """What a name is bound to; empty for the builtin and the unbound."""
        here = scope
        while name not in here.names:
            if here.outer is None:
                return self._once(self._unbound, here, name)
            here = here.outer
        found = self._once(self._bound, here, name)
        if here.is_class and here.outer:  # before a class binds a name, it means the one outside
            found = [*found, *self.lookup(name, here.outer)]
        return found

    def attribute(self, part: ast.Attribute, scope: Scope) -> Meanings:
        """What an attribute is bound to; empty where its owner is known and has none."""
        found = self.meanings(part.value, scope)
        return [m for one in found for m in self.members(one, part.attr)]

    def members(self, of: Meaning, name: str) -> Meanings:
        """What `name` below `of` is bound to."""
        match of:
            case Inside(module):
                return self._once(self._exported, module, name)
            case Outside(owner):
                return [Outside(f"{owner}.{name}") if owner else UNKNOWN]
            case Instance(kind) | (Code(ast.ClassDef()) as kind):
                return self._once(self._method, kind, name, kind)
        return [UNKNOWN]

    def meanings(self, expression: ast.AST, scope: Scope) -> Meanings:
        """What an expression means, behind names that only stand for others."""
        return self._once(self._meanings, expression, scope)

    def settled(self, meanings: Iterable[Meaning]) -> Meanings:
        """The same, behind names that only stand for others."""
        return [m for one in meanings for m in self._settled(one)]

    def inner(self, node: ast.AST, outer: Scope, receiver: Code | None = None) -> Scope:
        """The scope inside of a function, class or comprehension."""
        key = (node, outer, receiver)
        if key not in self._scopes:
            scope = Scope(outer.module, names_inside(node), outer)
            if isinstance(node, ast.ClassDef):
                scope.is_class, scope.home = True, Code(node, outer)
            elif isinstance(node, Function) and outer.is_class:
                scope.outer, scope.home = outer.outer, outer.home  # it sees no names of its class
                scope.receiver, scope.self_name = receiver, first_parameter(node)
            self._scopes[key] = scope
        return self._scopes[key]

    def _once(self, find: Callable[..., Meanings], *about: Any) -> Meanings:
        """Finds once; what is asked again while it is sought means nothing: cycles end."""
        key = (find.__name__, *about)
        if key not in self._known:
            self._known[key] = []
            self._known[key] = find(*about)
        return self._known[key]

    def _bound(self, scope: Scope, name: str) -> Meanings:
        if scope.receiver and name == scope.self_name:
            return [Instance(scope.receiver)]
        found: Meanings = []
        for binding in scope.names[name]:
            if isinstance(binding, Imported):
                found += self._imported(binding, scope.module)
            else:
                found.append(Code(binding, scope))
        return found if scope.names[name] else [UNKNOWN]

    def _unbound(self, scope: Scope, name: str) -> Meanings:
        """A name that its module does not bind itself."""
        module = self._module(scope.module)
        if hasattr(builtins, name) or module is None:
            return []
        sources = [self._source(star, scope.module) for star in module[0].stars]
        found = [m for source in sources for m in self.members(source, name)]
        return found or ([UNKNOWN] if module[0].makes_names else [])

    def _exported(self, name: str, attribute: str) -> Meanings:
        """What a module of the package has under a name."""
        module = self._module(name)
        if module is not None and (found := self.lookup(attribute, module[1])):
            return found
        below = _dotted(name, attribute)
        return [Inside(below)] if self._text(below) is not None else []

    def _imported(self, what: Imported, module: str) -> Meanings:
        source = self._source(what, module)
        return [source] if what.name is None else self.members(source, what.name)

    def _source(self, what: Imported, module: str) -> Meaning:
        """The module that an import in `module` speaks of."""
        path = what.module.split(".") if what.module else []
        if not what.level:
            return Inside(".".join(path[1:])) if path[0] == self.package else Outside(what.module)
        here = module.split(".") if module else []
        below = _dotted(module, what.module or what.name or "")
        has_modules = not here or self._text(below) is not None  # it is a folder's __init__
        rest = len(here) - what.level + has_modules
        return Inside(".".join([*here[:rest], *path])) if rest >= 0 else UNKNOWN

    def _method(self, kind: Code, name: str, receiver: Code) -> Meanings:
        """What a class, or the first of its bases that has the name, binds it to."""
        assert isinstance(kind.node, ast.ClassDef)
        body = self.inner(kind.node, kind.scope)
        later = kind.scope.names.get(f"{kind.node.name}.{name}", [])  # Model.train = train
        if later:
            return [Code(b, kind.scope, receiver) for b in later if isinstance(b, ast.AST)]
        if own := body.names.get(name, []):
            return [Code(b, body, receiver) for b in own if isinstance(b, ast.AST)] or [UNKNOWN]
        return next(filter(None, (self._above(m, name, receiver) for m in self._bases(kind))), [])

    def _bases(self, kind: Code) -> Meanings:
        assert isinstance(kind.node, ast.ClassDef)
        found = [m for base in kind.node.bases for m in self.meanings(base, kind.scope)]
        return [m for m in found if m != Outside("object")]

    def _above(self, base: Meaning, name: str, receiver: Code) -> Meanings:
        if _is_class(base):
            return self._once(self._method, base, name, receiver)
        return self.members(base, name)

    def _settled(self, meaning: Meaning) -> Meanings:
        if not isinstance(meaning, Code) or isinstance(meaning.node, Function | ast.ClassDef):
            return [meaning]
        return self.meanings(meaning.node, meaning.scope)

    def _meanings(self, expression: ast.AST, scope: Scope) -> Meanings:
        match expression:
            case ast.Name(name):
                return self.settled(self.lookup(name, scope)) or [Outside(name)]
            case ast.Attribute():
                return self.settled(self.attribute(expression, scope))
            case ast.IfExp(_, yes, no):
                return [*self.meanings(yes, scope), *self.meanings(no, scope)]
            case ast.Call(ast.Name("super"), []):
                return self._bases(scope.home) if scope.home else [UNKNOWN]
            case ast.Call(function, arguments):
                called = self.meanings(function, scope)
                if arguments and any(m.name in TRANSPARENT for m in called if _is_outside(m)):
                    return self.meanings(arguments[0], scope)
                made = [Instance(m) for m in called if _is_class(m)]
                return [*made] or [Code(expression, scope)]
        return [Code(expression, scope)]

    def _module(self, name: str) -> tuple[Module, Scope] | None:
        if name not in self._modules:
            text = self._text(name)
            module = None if text is None else self._parsed(name, text)
            self._modules[name] = None if module is None else (module, Scope(name, module.names))
        return self._modules[name]

    def _parsed(self, name: str, text: str) -> Module:
        file = file_of(self.package, name)
        if len(text) > LARGEST:
            raise Unreadable(f"{file} is larger than {LARGEST >> 20} MB, too large to be read")
        try:
            return module_names(text, name)
        except (RecursionError, MemoryError):
            raise Unreadable(f"{file} is nested too deeply to be read") from None
        except ValueError as failure:
            raise Unreadable(f"{file} cannot be read as Python: {failure}") from None

    def _text(self, module: str) -> str | None:
        if module not in self._texts:
            self._texts[module] = self.read(module)
        return self._texts[module]


def _is_class(meaning: Meaning) -> TypeGuard[Code]:
    return isinstance(meaning, Code) and isinstance(meaning.node, ast.ClassDef)


def _is_outside(meaning: Meaning) -> TypeGuard[Outside]:
    return isinstance(meaning, Outside)


def _dotted(*parts: str) -> str:
    return ".".join(filter(None, parts))
