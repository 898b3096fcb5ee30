import{m57_errorText as o}from"./panel-63b63570e6.js";export{o as a};
