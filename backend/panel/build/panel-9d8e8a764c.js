import{m84_Dialog as g}from"./panel-5a567ffa81.js";export{g as a};
