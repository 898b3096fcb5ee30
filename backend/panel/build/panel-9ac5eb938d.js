import{m84_Dialog as g}from"./panel-872c0a5aa3.js";export{g as a};
