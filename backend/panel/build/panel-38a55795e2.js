import{m57_errorText as o}from"./panel-77efad5840.js";export{o as a};
