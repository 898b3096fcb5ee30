import{m57_errorText as o}from"./panel-34304e3705.js";export{o as a};
