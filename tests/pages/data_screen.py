"""What tests do on the Data screen."""

from data.services import import_file


def labels(test):
    return [expander.label for expander in test.expander]


def pressed(test, label):
    """Press the button with this label."""
    (button,) = [button for button in test.button if label in button.label]
    button.click().run()
    assert not test.exception, test.exception
    return test


def chosen(test, label, value, place=0):
    """Choose in the nth selectbox with this label."""
    [box for box in test.selectbox if box.label == label][place].set_value(value).run()
    assert not test.exception, test.exception
    return test


def bring(store, content, name="x.csv"):
    return import_file.import_file(store, name, content, actor="jan")
