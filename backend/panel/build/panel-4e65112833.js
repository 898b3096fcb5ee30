import{m102_LabelChip as s,m102_LabelsContext as l,m102_labelsOfSite as b,m102_useLabels as t}from"./panel-2516739aea.js";export{s as a,b,t as c};
