import{m84_Dialog as g}from"./panel-ceeda3194a.js";export{g as a};
