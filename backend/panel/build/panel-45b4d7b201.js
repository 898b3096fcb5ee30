import{m57_errorText as o}from"./panel-82d16a2290.js";export{o as a};
